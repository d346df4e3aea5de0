package io.perfagent.start;

/** The status report as JMX shows it, {@code io.perfagent:type=Status}. */
public interface StatusMXBean {
    /** The whole report as text. */
    String getText();

    /** Whether calls are recorded. */
    boolean isRecording();
}
