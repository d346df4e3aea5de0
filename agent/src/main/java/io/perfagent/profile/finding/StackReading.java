package io.perfagent.profile.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stack is read as.
 *
 * @param cause what the code below the culprit does, or null for nothing that is recognised
 * @param culprit the innermost frame of the application's, or of whatever comes nearest
 */
record StackReading(@Nullable Cause cause, String culprit) {
    /**
     * Reads the innermost run of frames that are the platform's or a recognised library's. The outermost cause in it names
     * it, since a logging library that matches a regular expression is still logging; but what others use for their own
     * ends (reflection, boxing) only where nothing else does.
     *
     * @param frames root first; the first of them is the operation and no frame
     */
    static StackReading of(List<String> frames) {
        Cause cause = null;
        int i = frames.size() - 1;
        for (; i >= 1; i--) {
            String frame = frames.get(i);
            Cause own = Cause.of(frame);
            if (own != null) {
                cause = cause == null || cause.isMeans() || !own.isMeans() ? own : cause;
            } else if (!CodeOrigin.isPlatform(frame) && !isThrowableBeingMade(frame)) {
                break;
            } else if (isThrowableBeingMade(frame) && cause == null) {
                cause = Cause.EXCEPTIONS;
            }
        }
        return new StackReading(cause, culprit(frames, i));
    }

    /** Constructors of exceptions are part of making them; {@code new} is what a sample of an allocation ends in. */
    private static boolean isThrowableBeingMade(String frame) {
        boolean made = frame.startsWith("new ");
        if (!made && !frame.endsWith(".<init>")) {
            return false;
        }
        String type = made ? frame : frame.substring(0, frame.length() - ".<init>".length());
        return type.endsWith("Exception") || type.endsWith("Error") || type.endsWith("Throwable");
    }

    private static String culprit(List<String> frames, int innermost) {
        for (int i = innermost; i >= 1; i--) {
            String frame = frames.get(i);
            if (!CodeOrigin.isPlatform(frame) && !CodeOrigin.isFramework(frame) && Cause.of(frame) == null) {
                return frame;
            }
        }
        if (innermost >= 1) {
            return frames.get(innermost);
        }
        for (int i = frames.size() - 1; i >= 1; i--) {
            if (!frames.get(i).startsWith("new ")) {
                return frames.get(i);
            }
        }
        return frames.isEmpty() ? "" : frames.get(frames.size() - 1);
    }
}
