package io.perfagent.profile;

/** Why no profile is made, for whoever asked: what happened, and what to do. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    public Refusal(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
