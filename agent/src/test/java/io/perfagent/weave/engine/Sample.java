package io.perfagent.weave.engine;

import java.util.List;

/** What the weaver's test weaves: loaded again, woven, in a throw-away loader. */
public class Sample {
    public static final ThreadLocal<List<String>> LOG = new ThreadLocal<>();

    public final String made;

    public Sample(String made) {
        this.made = made;
        say("constructor " + made);
    }

    private static void say(String line) {
        List<String> log = LOG.get();
        if (log != null) {
            log.add(line);
        }
    }

    public String text(String first, int second) {
        say("body " + first + second);
        return first + second;
    }

    public void nothing(String first) {
        say("body " + first);
    }

    public int number(long wide, String after) {
        say("body " + wide + after);
        return (int) wide;
    }

    public boolean truth() {
        say("body");
        return true;
    }

    public double wide() {
        say("body");
        return 1.5;
    }

    public static String ofClass(String first) {
        say("body " + first);
        return first;
    }

    public static long staticNumber(double wide, String after) {
        say("body " + wide + after);
        return 7;
    }

    public String failing(String message) {
        say("body " + message);
        throw new IllegalStateException(message);
    }

    public int failingNumber(String message) {
        throw new IllegalStateException(message);
    }

    /** Several ways out, and a handler of its own. */
    public String branches(String first) {
        if (first == null) {
            return "null";
        }
        try {
            return String.valueOf(Integer.parseInt(first));
        } catch (NumberFormatException e) {
            return "no number";
        } finally {
            say("finally");
        }
    }

    /** Jumps back to its own first instruction. */
    public String looping(String first) {
        String rest = first;
        while (rest.length() > 2) {
            rest = rest.substring(1);
        }
        return rest;
    }

    public static String staticArgument(long wide, String argument) {
        say("body " + argument);
        return argument;
    }

    public void runs(Runnable one, Runnable two) {
        one.run();
        say("between");
        two.run();
    }

    public String recursive(int depth) {
        return depth == 0 ? "end" : recursive(depth - 1);
    }
}
