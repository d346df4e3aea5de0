package io.perfagent.it.boot;

import static io.perfagent.it.Polling.SOON;

import io.perfagent.it.AppProcess;
import io.perfagent.it.OtlpSink;
import io.perfagent.it.Polling;
import io.perfagent.it.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Talks to a started {@link CommandApp}. */
public final class Ask {
    private static final Duration START = Duration.ofSeconds(90);

    private Ask() {}

    /** What the application answers to a command. */
    public static String ask(AppProcess app, String command) {
        return ask(app, command, "");
    }

    /** What the application answers to a command with an argument. */
    public static String ask(AppProcess app, String command, String argument) {
        String query = argument.isEmpty() ? "" : "?" + URLEncoder.encode(argument, StandardCharsets.UTF_8);
        return get(port(app), "/" + command + query);
    }

    /** The port it listens on; sooner than {@link AppProcess#awaitPort} it is told that it hangs. */
    public static int port(AppProcess app) {
        app.awaitLine(line -> line.startsWith("listening on "), START);
        return app.awaitPort();
    }

    /** The body of the answer to a GET. */
    public static String get(int port, String target) {
        try {
            String answer = RawHttp.get(target).send(port);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status report, once it holds {@code part}: the agent makes it available in the background. */
    public static String status(AppProcess app, String part) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            String status = ask(app, "status");
            if (status.contains(part)) {
                return status;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no \"" + part + "\" in the status:\n" + status + app.output());
            }
            Polling.rest();
        }
    }

    /** Queries until the sink has the span of one: a class that the status lists may be a moment from being woven. */
    public static void queryUntilSeen(AppProcess app, OtlpSink sink) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (sink.spans().stream().noneMatch(span -> span.kind().equals("CLIENT"))) {
            if (!ask(app, "query").equals("1") || System.nanoTime() - deadline > 0) {
                throw new AssertionError("no span of a query\n" + ask(app, "status") + app.output());
            }
            Polling.rest();
        }
    }

    /** Ends it from within; its exit status. */
    public static int exit(AppProcess app) {
        ask(app, "exit");
        return app.awaitExit(SOON);
    }

    /** Every line the agent printed, but that the weaving of a first start is done. */
    public static List<String> agentLines(AppProcess app) {
        return app.lines().stream()
                .filter(line -> line.startsWith("perf-agent") && !line.startsWith("perf-agent: weaving done"))
                .toList();
    }
}
