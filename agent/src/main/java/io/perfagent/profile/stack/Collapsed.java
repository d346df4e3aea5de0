package io.perfagent.profile.stack;

import java.util.ArrayList;
import java.util.List;

/** One line a stack, {@code frame;frame;frame value}, root first: what most tools for flame graphs read. */
public final class Collapsed {
    /** Of text in the application's heap: each line repeats its whole stack, so that there may be much more of it than of nodes. */
    static final int MAX_CHARS = 10 << 20;

    /** In place of the stacks for which there is no room; the values still add up to all. */
    static final String LEFT_OUT = "[stacks beyond 10 MiB of text]";

    private Collapsed() {}

    public static String write(StackProfile profile) {
        return write(profile, MAX_CHARS);
    }

    static String write(StackProfile profile, int maxChars) {
        StringBuilder out = new StringBuilder((int) Math.min(profile.nodes() * 16L, maxChars));
        long[] leftOut = new long[1];
        profile.each((frames, value, samples) -> {
            if (value == 0) {
                return;
            }
            int begin = out.length();
            if (frames.isEmpty()) {
                out.append("[unknown]");
            }
            for (int i = 0; i < frames.size() && out.length() <= maxChars; i++) {
                out.append(i == 0 ? "" : ";").append(clean(frames.get(i)));
            }
            if (out.length() > maxChars) {
                out.setLength(begin);
                leftOut[0] += value;
            } else {
                out.append(' ').append(value).append('\n');
            }
        });
        if (leftOut[0] != 0) {
            out.append(LEFT_OUT).append(' ').append(leftOut[0]).append('\n');
        }
        return out.toString();
    }

    private static String clean(String frame) {
        return frame.replace(';', ':').replace('\n', ' ').replace('\r', ' ');
    }

    /**
     * Reads what this or another tool has written; each stack counts as one sample, because lines tell no more.
     *
     * @throws IllegalArgumentException if a line is no stack, with its number
     */
    public static StackProfile read(String text, Unit unit, int maxNodes) {
        StackProfile profile = new StackProfile(unit, maxNodes);
        int line = 0;
        for (int at = 0; at < text.length(); ) {
            line++;
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String one = text.substring(at, end).trim();
            at = end + 1;
            if (!one.isEmpty() && !one.startsWith("#")) {
                int space = one.lastIndexOf(' ');
                long value = space <= 0 ? -1 : number(one, space + 1);
                if (value < 0) {
                    throw new IllegalArgumentException("line " + line + " is no stack, frames and a number: "
                            + (one.length() > 60 ? one.substring(0, 60) + "..." : one));
                }
                profile.add(frames(one.substring(0, space)), value, 1);
            }
        }
        return profile;
    }

    private static List<String> frames(String stack) {
        List<String> frames = new ArrayList<>();
        int from = 0;
        for (int semicolon; (semicolon = stack.indexOf(';', from)) >= 0; from = semicolon + 1) {
            frames.add(stack.substring(from, semicolon));
        }
        frames.add(stack.substring(from));
        return frames;
    }

    /** -1 if it is none. */
    private static long number(String text, int from) {
        try {
            return Long.parseLong(text, from, text.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
