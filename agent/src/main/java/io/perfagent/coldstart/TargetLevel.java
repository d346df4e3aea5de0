package io.perfagent.coldstart;

/** How much of a target has been used up. */
public enum TargetLevel {
    MET("met", 0),
    WARNING("warning", 0.80),
    CRITICAL("critical", 0.90),
    ACTION("action", 0.95);

    /** As reports and telemetry spell it. */
    public final String title;

    /** From this share of the target on. */
    public final double share;

    TargetLevel(String title, double share) {
        this.title = title;
        this.share = share;
    }

    /** @param used share of the target, 1 for all of it */
    public static TargetLevel of(double used) {
        TargetLevel reached = MET;
        for (TargetLevel one : values()) {
            reached = used >= one.share ? one : reached;
        }
        return reached;
    }
}
