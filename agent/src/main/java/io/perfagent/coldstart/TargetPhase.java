package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the start that has targets: a stretch between two points, or the time in which some component was under way.
 * Immutable.
 *
 * @param name of a bounded set that the settings give: {@code ready}
 * @param targetMillis for a single start; NaN for none
 * @param p95Millis for the 95th percentile of the deployment's starts; NaN for none
 * @param maxMillis for the slowest of them; NaN for none
 * @param timeoutMillis after which it is said that it still runs
 * @param from where it begins, null for the begin of the start
 * @param to where it ends; null for components
 * @param kind of {@link Kind}, for components; {@link #NO_KIND} for a stretch, {@link #CRITICAL_PATH} for the critical path
 * @param prefix how the names of its components begin
 * @param after names of the phases that it comes after
 */
public record TargetPhase(
        String name,
        TargetPriority priority,
        double targetMillis,
        double p95Millis,
        double maxMillis,
        long timeoutMillis,
        @Nullable Point from,
        @Nullable Point to,
        int kind,
        String prefix,
        List<String> after) {
    static final int NO_KIND = -1;
    static final int CRITICAL_PATH = -2;

    /** From the process's start to the first response. */
    public static final String TOTAL = "total";

    /** What of the critical path is known by name. */
    public static final String CRITICAL = "critical";

    /** From the process's start to ready. */
    public static final String READY = "ready";

    boolean isOfComponents() {
        return kind >= 0;
    }

    boolean isCriticalPath() {
        return kind == CRITICAL_PATH;
    }

    /** Whether a piece of work is one of its components. */
    boolean has(int pieceKind, String pieceName) {
        return pieceKind == kind && pieceName.startsWith(prefix);
    }

    /** The same of what the main thread does by name, for the critical path while nobody knows it yet. */
    boolean has(StartRecord record, long mainThread) {
        if (!isCriticalPath()) {
            return has(record.kind, record.name);
        }
        return record.threadId == mainThread
                && record.kind != Kind.WAIT
                && record.kind != Kind.TASK
                && record.kind != Kind.RELEASE;
    }
}
