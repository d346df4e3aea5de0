package io.perfagent.coldstart.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Frames as the profiler names them: {@code com.acme.Shop.price}; native ones end with {@code _[n]}, the kernel's with
 * {@code _[k]}.
 */
public final class Frames {
    static final String CLINIT = ".<clinit>";

    /** Frames of a stack that are shown. */
    static final int SHOWN = 8;

    private static final String[] JDK = {"java.", "javax.", "jdk.", "sun.", "com.sun."};

    private Frames() {}

    static boolean isNative(String frame) {
        return frame.endsWith("_[n]") || frame.endsWith("_[k]");
    }

    static boolean isJdk(String frame) {
        for (String prefix : JDK) {
            if (frame.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #view}, of a stack that is told innermost first, of a thread that waits. */
    public static List<String> viewOfWaiting(List<String> innermostFirst) {
        List<String> frames = new ArrayList<>(innermostFirst);
        Collections.reverse(frames);
        return view(frames, true);
    }

    /** The class of a Java frame; the frame itself where it names none. */
    public static String type(String frame) {
        int dot = frame.lastIndexOf('.');
        return dot < 0 ? frame : frame.substring(0, dot);
    }

    /**
     * What of a stack tells where to look, innermost first: the call into the JDK at which it stands, if it waits there, and
     * the frames nearest to it that are not the JDK's; of a stack that has none, its nearest frames.
     *
     * @param frames outermost first
     */
    static List<String> view(List<String> frames, boolean waits) {
        List<String> view = new ArrayList<>(SHOWN);
        for (int i = frames.size() - 1; i >= 0 && view.size() < SHOWN; i--) {
            String frame = frames.get(i);
            boolean standsThere = waits && view.isEmpty();
            if (!isNative(frame) && (standsThere || !isJdk(frame))) {
                view.add(frame);
            }
        }
        if (view.isEmpty() || (waits && view.size() == 1)) {
            view.clear();
            for (int i = frames.size() - 1; i >= 0 && view.size() < SHOWN; i--) {
                if (!isNative(frames.get(i)) || view.size() + i < SHOWN) {
                    view.add(frames.get(i));
                }
            }
        }
        return view;
    }
}
