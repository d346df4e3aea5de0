package io.perfagent.instrument.jedis;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;

/** The commands that a pipeline or transaction has gathered; used by one thread at a time, as the pipeline itself. */
final class PipelineEntry extends SideEntry {
    static final int MAX_CHARS = 4096;

    final StringBuilder text = new StringBuilder(64);
    int size;

    PipelineEntry(Object pipeline, SideTable table) {
        super(pipeline, table);
    }
}
