package io.perfagent.coldstart.archive;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code prepare} is asked for.
 *
 * @param warmUps addresses to be visited once the point is reached, on this machine
 * @param until how far the training start is to come
 * @param runAs the user that the application will run as; -1: not told
 * @param timeoutSeconds for reaching the point
 * @param analyse whether a start is analysed besides
 * @param command of the application
 */
record PrepareOptions(
        List<URI> warmUps, Until until, int runAs, int timeoutSeconds, boolean analyse, List<String> command) {
    static final String USAGE = "usage: java -jar perf-agent.jar prepare [--warm-up URL,...]"
            + " [--until main|listening|ready|exit|<seconds>] [--run-as <uid>] [--timeout <seconds>] [--analyse] -- java ...";
    private static final int DEFAULT_TIMEOUT_SECONDS = 300;
    private static final int MAX_WARM_UPS = 64;

    static PrepareOptions parse(List<String> arguments) throws PrepareFailure {
        List<URI> warmUps = new ArrayList<>();
        Until until = Until.READY;
        int runAs = -1;
        int timeout = DEFAULT_TIMEOUT_SECONDS;
        boolean analyse = false;
        int end = arguments.indexOf("--");
        if (end < 0 || end == arguments.size() - 1) {
            throw new PrepareFailure("the command to start is missing; " + USAGE);
        }
        for (int i = 0; i < end; i += 2) {
            String name = arguments.get(i);
            if (name.equals("--analyse")) {
                analyse = true;
                i--; // it has no value
                continue;
            }
            if (i + 1 >= end) {
                throw new PrepareFailure("'" + name + "' has no value; " + USAGE);
            }
            String value = arguments.get(i + 1);
            switch (name) {
                case "--warm-up" -> {
                    for (String url : value.split(",")) {
                        warmUps.add(WarmUps.address(url.strip()));
                    }
                }
                case "--until" -> {
                    @Nullable Until parsed = Until.parse(value);
                    if (parsed == null) {
                        throw new PrepareFailure("--until '" + value + "' is no point of a start; " + USAGE);
                    }
                    until = parsed;
                }
                case "--run-as" -> runAs = number(name, value, 0);
                case "--timeout" -> timeout = number(name, value, 1);
                default -> throw new PrepareFailure("'" + name + "' is no option; " + USAGE);
            }
        }
        if (warmUps.size() > MAX_WARM_UPS) {
            throw new PrepareFailure("more than " + MAX_WARM_UPS + " addresses to warm up with");
        }
        if (!warmUps.isEmpty() && until.point().equals("exit")) {
            throw new PrepareFailure("an application that has ended cannot be warmed up: leave --warm-up out");
        }
        return new PrepareOptions(
                warmUps, until, runAs, timeout, analyse, List.copyOf(arguments.subList(end + 1, arguments.size())));
    }

    private static int number(String name, String value, int min) throws PrepareFailure {
        try {
            int number = Integer.parseInt(value);
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, as a number out of range is
        }
        throw new PrepareFailure(name + " '" + value + "' is not a number from " + min + " on");
    }
}
