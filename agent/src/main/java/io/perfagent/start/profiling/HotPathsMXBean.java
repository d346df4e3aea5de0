package io.perfagent.start.profiling;

/** Hot paths as JMX shows them, {@code io.perfagent:type=HotPaths}. */
public interface HotPathsMXBean {
    /** The whole report as text. */
    String getText();

    /** Whether JFR runs for it now. */
    boolean isRunning();

    /** Stops JFR within a second or two, until {@link #resume}. */
    void pause();

    /** Lets it start again, when there is room for it. */
    void resume();
}
