package io.perfagent.start.watch;

import io.perfagent.coldstart.ComparisonHtml;
import io.perfagent.coldstart.Trend;
import io.perfagent.control.ledger.JsonObject;
import io.perfagent.control.ledger.Ledger;
import io.perfagent.control.ledger.SharedFolder;
import io.perfagent.control.ledger.Trust;
import io.perfagent.start.host.DataDirectory;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The starts on record in a data directory, of all deployments: one line each, appended under a lock, bounded. A line that a
 * killed process has cut off costs that line.
 */
public final class StartHistory {
    private static final String NAME = "history.jsonl";
    private static final long MAX_SIZE_BYTES = 512 << 10;

    private final @Nullable Ledger lines;

    public StartHistory(DataDirectory data) {
        File root = data.root();
        lines = root == null
                ? null
                : new Ledger(new SharedFolder(new File(root, "starts"), new Anyone()), NAME, MAX_SIZE_BYTES);
    }

    /** Nothing is done because of a record: it is shown, whoever can have written it. */
    private static final class Anyone implements Trust {
        @Override
        public @Nullable String objection(File file) {
            return null;
        }
    }

    /**
     * Adds a start and tells all of its deployment that were ready by the same signal, oldest first and this one last; the
     * start alone where nothing can be kept.
     */
    public List<StartRecordLine> add(StartRecordLine start) throws IOException {
        Ledger file = lines;
        if (file == null) {
            return List.of(start);
        }
        file.append(List.of(start.toJson()));
        List<StartRecordLine> same = new ArrayList<>();
        for (StartRecordLine one : of(start.deployment())) {
            if (one.deployment().equals(start.deployment()) && one.readySignal().equals(start.readySignal())) {
                same.add(one);
            }
        }
        return upTo(start, same);
    }

    /** Without what other processes have added meanwhile: the last one is taken for the start just made. */
    static List<StartRecordLine> upTo(StartRecordLine start, List<StartRecordLine> starts) {
        for (int i = starts.size() - 1; i >= 0; i--) {
            StartRecordLine one = starts.get(i);
            if (one.beginUnixMillis() == start.beginUnixMillis() && one.readyMillis() == start.readyMillis()) {
                return starts.subList(0, i + 1);
            }
        }
        List<StartRecordLine> all = new ArrayList<>(starts);
        all.add(start); // its own line is not there any more, or cannot be read
        return all;
    }

    /** The starts whose deployment begins with a text, oldest first. */
    public List<StartRecordLine> of(String deployment) throws IOException {
        List<StartRecordLine> found = new ArrayList<>();
        Ledger file = lines;
        if (file != null) {
            for (JsonObject line : file.read().whole()) {
                StartRecordLine start = StartRecordLine.of(line);
                if (start != null && start.deployment().startsWith(deployment)) {
                    found.add(start);
                }
            }
        }
        return found;
    }

    /**
     * Prints two deployments side by side; each is named by how it begins.
     *
     * @param page whether as a page that draws them
     * @return the exit status
     */
    public int compare(String one, String other, boolean page, PrintStream out, PrintStream err) throws IOException {
        List<StartRecordLine> first = of(one);
        List<StartRecordLine> second = of(other);
        if (first.isEmpty() || second.isEmpty()) {
            err.println("perf-agent: no start of a deployment that begins with '" + (first.isEmpty() ? one : other)
                    + "' is on record; is PERF_AGENT_DATA_DIR the application's?");
            return 1;
        }
        first = ofLastSignal(first);
        second = ofLastSignal(second);
        if (page) {
            out.print(ComparisonHtml.of(side(one, first), side(other, second), StartTrends.components(first, second)));
            return 0;
        }
        double before = print(one, first, out);
        double after = print(other, second, out);
        out.printf(
                Locale.ROOT,
                "the second takes %.0f ms %s (%.0f %%)%n",
                Math.abs(after - before),
                after < before ? "less" : "more",
                Math.abs(after / before - 1) * 100);
        String moved = after < before ? StartTrends.moved(second, first) : StartTrends.moved(first, second);
        out.println("most of it: " + (moved == null ? "not measured" : moved));
        return 0;
    }

    private static ComparisonHtml.Side side(String name, List<StartRecordLine> starts) {
        List<Double> times = new ArrayList<>();
        for (StartRecordLine one : starts) {
            times.add(one.readyMillis());
        }
        return new ComparisonHtml.Side(name, starts.get(0).readySignal(), StartTrends.of(starts), times);
    }

    /** Those that were ready by the same signal as the last one: others measure something else. */
    private static List<StartRecordLine> ofLastSignal(List<StartRecordLine> starts) {
        String signal = starts.get(starts.size() - 1).readySignal();
        List<StartRecordLine> same = new ArrayList<>();
        for (StartRecordLine one : starts) {
            if (one.readySignal().equals(signal)) {
                same.add(one);
            }
        }
        return same;
    }

    private static double print(String name, List<StartRecordLine> starts, PrintStream out) {
        Trend trend = StartTrends.of(starts);
        String signal = starts.get(0).readySignal();
        out.printf(
                Locale.ROOT,
                "%s: %d starts, ready%s after %.0f ms (median), %.0f ms (p95), spread %.0f ms%n",
                name,
                trend.starts(),
                signal.isEmpty() ? "" : " (" + signal + ")",
                trend.medianMillis(),
                trend.p95Millis(),
                trend.sigmaMillis());
        return trend.medianMillis();
    }
}
