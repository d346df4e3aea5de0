package io.perfagent.weave;

/** One library's instrumentation: where to weave. Runs while the agent jar is built, never in the application. */
public interface Instrumentation {
    /** The name used in settings and in the status report, such as {@code jedis}. */
    String name();

    void declare(Sites sites);
}
