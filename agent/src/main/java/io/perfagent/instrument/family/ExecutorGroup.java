package io.perfagent.instrument.family;

import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.metric.DurationPoint;

/** All executors whose threads have the same name but for its numbers: one point in each metric. */
final class ExecutorGroup {
    private static final int MAX_NAME_CHARS = 64;

    final byte[] attributes;
    final DurationPoint waits;
    final DurationPoint runs;

    /** For the export thread: tasks queued in all its executors, and how often it was read without one. */
    long queued;

    int executors;
    int readsWithout;

    ExecutorGroup(ExecutorPools all, AttributeBytes of) {
        attributes = of.toBytes();
        waits = all.waitTime.point(attributes, attributes.length);
        runs = all.runTime.point(attributes, attributes.length);
    }

    /**
     * What the names of a pool's threads have in common: the name without its numbers, 64 characters at most. Digits that
     * belong to a word stay: {@code http2-exec-7} is {@code http2-exec}.
     */
    static String nameOf(String threadName) {
        StringBuilder out = new StringBuilder(MAX_NAME_CHARS);
        int at = 0;
        int length = Math.min(threadName.length(), 4 * MAX_NAME_CHARS);
        while (at < length && out.length() < MAX_NAME_CHARS) {
            char c = threadName.charAt(at);
            if (isDigit(c)) {
                int end = at;
                while (end < length && isDigit(threadName.charAt(end))) {
                    end++;
                }
                boolean word = out.length() > 0 && Character.isLetter(out.charAt(out.length() - 1)) && end < length;
                if (word) {
                    out.append(threadName, at, end);
                }
                at = end;
            } else {
                if (!isSeparator(c) || (out.length() > 0 && !isSeparator(out.charAt(out.length() - 1)))) {
                    out.append(c);
                }
                at++;
            }
        }
        while (out.length() > 0 && isSeparator(out.charAt(out.length() - 1))) {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '_' || c == ' ' || c == '.' || c == '#' || c == ':' || c == '/';
    }
}
