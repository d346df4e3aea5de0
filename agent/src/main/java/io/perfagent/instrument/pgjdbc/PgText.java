package io.perfagent.instrument.pgjdbc;

import io.perfagent.cache.Hazard;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.sql.SqlAnalyser;
import io.perfagent.cache.sql.SqlAnalysis;
import org.jspecify.annotations.Nullable;

/** A text and what is known of it. Immutable. */
final class PgText {
    final SqlAnalysis analysis;

    /** Null for what is no read. */
    final @Nullable ReadKind kind;

    PgText(String sql, SqlAnalysis analysis, @Nullable ReadKind kind) {
        this.analysis = analysis;
        this.kind = kind;
        if (kind != null && kind.needsAnalysis()) {
            kind.touches(analysis.takesMoreColumns(), SqlAnalyser.names(sql).toArray(new String[0]));
            kind.analysed(analysis.hazards().toArray(new Hazard[0]));
        }
    }
}
