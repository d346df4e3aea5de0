package io.perfagent.it.outbound;

import static io.perfagent.it.Polling.SOON;

import io.perfagent.it.AppProcess;
import java.util.List;

/** What an application that calls in several {@link Ways} has printed. */
final class Spoken {
    private Spoken() {}

    /** Waits for a line from there on of each way that goes on so. */
    static void awaitAll(AppProcess app, List<String> ways, int from, String what) {
        for (String way : ways) {
            app.awaitLine(
                    line -> {
                        List<String> lines = app.lines();
                        return line.startsWith(way + what) && lines.lastIndexOf(line) >= from;
                    },
                    SOON);
        }
    }

    /** Whether what each way has said last is no word of ours. */
    static boolean areMade(List<String> lines, List<String> ways, int from) {
        for (String way : ways) {
            String last = "";
            for (String line : lines.subList(from, lines.size())) {
                last = line.startsWith(way + " ") ? line : last;
            }
            if (last.isEmpty() || last.contains("perf-agent:")) {
                return false;
            }
        }
        return true;
    }
}
