package io.perfagent.metric;

/** A bounded structure that tells how much it holds. Read by the export thread and by whoever asks for the status. */
public interface Held {
    /** What it is called in the status, and in the attribute {@code perf_agent.structure}. */
    String structure();

    /** Bytes it holds now, about; never takes a lock that a request may hold. */
    long heldBytes();
}
