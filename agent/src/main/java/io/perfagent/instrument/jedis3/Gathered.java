package io.perfagent.instrument.jedis3;

import io.perfagent.trace.side.SideEntry;
import io.perfagent.trace.side.SideTable;

/** The commands that a pipeline or transaction has gathered; used by one thread at a time, as the pipeline itself. */
final class Gathered extends SideEntry {
    static final int MAX_CHARS = 4096;

    final StringBuilder text = new StringBuilder(64);
    int size;

    Gathered(Object pipeline, SideTable table) {
        super(pipeline, table);
    }

    void add(Sent sent) {
        size++;
        if (sent.text != null && text.length() < MAX_CHARS) {
            text.append(size > 1 ? "; " : "").append(sent.text);
        }
    }
}
