package io.perfagent.start.host;

import io.perfagent.export.Console;
import java.io.PrintStream;

/** The agent's own lines on the process's standard error, each starting {@code perf-agent:}. */
public final class StderrConsole implements Console {
    private final PrintStream out;
    private final boolean quiet;

    /** @param quiet whether nothing is printed */
    public StderrConsole(PrintStream out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    @Override
    public void line(String line) {
        if (!quiet) {
            out.println("perf-agent: ".concat(line));
        }
    }
}
