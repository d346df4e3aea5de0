package io.perfagent.coldstart.archive;

/** Why {@code prepare} cannot do what it was asked to: one line for the operator. */
public final class PrepareFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public PrepareFailure(String reason) {
        super(reason);
    }

    /** The one reason. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
