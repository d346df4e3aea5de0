package io.perfagent.export;

import java.util.ArrayList;
import java.util.List;

/**
 * Hands requests to one exporter, counts, and reports trouble: one line when it begins, one when it is over, nothing in
 * between. Signals that go to one unreachable target are one trouble; a signal refused or put off by a receiver that
 * answers is a trouble of its own. For the export thread.
 */
final class Delivery {
    private static final long PARTIAL_LINE_NANOS = 600L * 1_000_000_000L;

    final Exporter exporter;
    final ExporterStats stats;
    private final Console console;
    private final Clock clock;
    private final Trouble[] refused = new Trouble[Signal.count()];
    private final List<Trouble> unreachable = new ArrayList<>();
    private final long[] partialLineNanos = new long[Signal.count()];
    private final boolean[] partialLine = new boolean[Signal.count()];

    Delivery(Exporter exporter, Console console, Clock clock) {
        this.exporter = exporter;
        this.stats = new ExporterStats(exporter.name());
        this.console = console;
        this.clock = clock;
        for (int i = 0; i < refused.length; i++) {
            refused[i] = new Trouble(exporter.target(Signal.of(i)));
        }
    }

    /** Sends once; whatever happens is a result. */
    ExportResult send(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
        try {
            return exporter.export(signal, request, sizeBytes, items, deadlineNanos);
        } catch (Throwable t) {
            return ExportResult.unreachable(
                    exporter.name() + ": " + t.getClass().getName());
        }
    }

    /** Counts and reports the final result of a request. */
    void finish(Signal signal, int sizeBytes, int items, ExportResult result) {
        stats.record(signal, items, sizeBytes, result);
        Trouble own = refused[signal.ordinal()];
        Trouble shared = unreachable(signal);
        if (result.accepted()) {
            shared.end(exporter.name(), "", console);
            own.end(exporter.name(), signal.label() + " to ", console);
            partial(signal, result);
        } else if (result.status() == ExportResult.Status.UNREACHABLE) {
            shared.begin(exporter.name(), signal, items, result, "", console);
        } else {
            if (result.answered()) {
                shared.end(exporter.name(), "", console); // it is there, if not as hoped
            }
            own.begin(exporter.name(), signal, items, result, signal.label() + " to ", console);
        }
    }

    /** Whether the target of a signal gave no answer the last time. */
    boolean down(Signal signal) {
        return unreachable(signal).active;
    }

    /** Whether the target of a signal has answered at least once. */
    boolean reached(Signal signal) {
        return unreachable(signal).answered;
    }

    private Trouble unreachable(Signal signal) {
        String target = exporter.target(signal);
        for (int i = 0; i < unreachable.size(); i++) {
            if (unreachable.get(i).target.equals(target)) {
                return unreachable.get(i);
            }
        }
        Trouble trouble = new Trouble(target);
        unreachable.add(trouble);
        return trouble;
    }

    private void partial(Signal signal, ExportResult result) {
        if (result.status() != ExportResult.Status.PARTIAL) {
            return;
        }
        int i = signal.ordinal();
        long now = clock.nanoTime();
        if (partialLine[i] && now - partialLineNanos[i] < PARTIAL_LINE_NANOS) {
            return;
        }
        partialLine[i] = true;
        partialLineNanos[i] = now;
        console.line("export: " + exporter.name() + " at " + exporter.target(signal) + " rejected " + result.rejected()
                + " " + signal.items() + ": " + result.message());
    }

    /** A lasting failure and what it cost so far. */
    private static final class Trouble {
        final String target;
        boolean active;
        boolean answered;
        private long requests;
        private final long[] items = new long[Signal.count()];

        Trouble(String target) {
            this.target = target;
        }

        void begin(String name, Signal signal, int lost, ExportResult result, String what, Console console) {
            requests++;
            items[signal.ordinal()] += lost;
            if (!active) {
                active = true;
                console.line("export: " + what + name + " failed: " + result.message()
                        + "; trying on quietly until it works again");
            }
        }

        void end(String name, String what, Console console) {
            answered = true;
            if (!active) {
                return;
            }
            active = false;
            StringBuilder line = new StringBuilder("export: ").append(what).append(name);
            line.append(" works again, after ").append(requests);
            line.append(requests == 1 ? " failed request (lost:" : " failed requests (lost:");
            String separator = " ";
            for (int i = 0; i < items.length; i++) {
                if (items[i] > 0) {
                    line.append(separator)
                            .append(items[i])
                            .append(' ')
                            .append(Signal.of(i).items());
                    separator = ", ";
                    items[i] = 0;
                }
            }
            requests = 0;
            console.line(line.append(')').toString());
        }
    }
}
