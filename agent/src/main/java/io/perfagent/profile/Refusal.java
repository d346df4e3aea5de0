package io.perfagent.profile;

/** Why no profile is made, for whoever asked: what happened, and what to do. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final boolean ofPlatform;

    public Refusal(String reason) {
        this(reason, false);
    }

    private Refusal(String reason, boolean ofPlatform) {
        super(reason);
        this.reason = reason;
        this.ofPlatform = ofPlatform;
    }

    /** Because an engine does not run on this machine; nothing is wrong with it, and another one may. */
    public static Refusal ofPlatform(String reason) {
        return new Refusal(reason, true);
    }

    public String reason() {
        return reason;
    }

    /** Whether another engine may do what this one cannot do here. */
    public boolean isOfPlatform() {
        return ofPlatform;
    }
}
