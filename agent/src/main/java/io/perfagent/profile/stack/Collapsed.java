package io.perfagent.profile.stack;

import java.util.ArrayList;
import java.util.List;

/** One line a stack, {@code frame;frame;frame value}, root first: what most tools for flame graphs read. */
public final class Collapsed {
    private Collapsed() {}

    public static String write(StackProfile profile) {
        StringBuilder out = new StringBuilder(profile.nodes() * 16);
        profile.each((frames, value, samples) -> {
            if (value == 0) {
                return;
            }
            if (frames.isEmpty()) {
                out.append("[unknown]");
            }
            for (int i = 0; i < frames.size(); i++) {
                out.append(i == 0 ? "" : ";").append(clean(frames.get(i)));
            }
            out.append(' ').append(value).append('\n');
        });
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
