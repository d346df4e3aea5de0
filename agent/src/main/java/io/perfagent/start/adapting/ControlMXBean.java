package io.perfagent.start.adapting;

/** What the agent changes in the application, as JMX shows and moves it, {@code io.perfagent:type=Control}. */
public interface ControlMXBean {
    /** All adaptations with state, proposal and evidence. */
    String getText();

    /** What limits are and do, and what requests wait for. */
    String getLimits();

    /** Whether the kill switch has been thrown. */
    boolean isSwitchedOff();

    /** Approves an adaptation by its id or name; what became of it, {@code refused: } first if nothing did. */
    String approve(String id);

    /** Rejects one that is not in effect; the same answer. */
    String reject(String id);

    /** Takes one out; the same answer. */
    String undo(String id);

    /** What was decided, as settings. */
    String export();

    /** Takes everything out, until the restart. */
    String switchOff();
}
