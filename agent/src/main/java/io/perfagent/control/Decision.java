package io.perfagent.control;

import io.perfagent.control.ledger.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What the next process has to know of an adaptation.
 *
 * @param kind of the adaptation
 * @param subject of the adaptation
 * @param deployment it holds for
 * @param state it was left in
 * @param atUnixMillis since when
 * @param byOperator whether an operator approved it, for states that need approval
 * @param rolledBackUnixMillis when it was last rolled back, 0 for never
 * @param reason for people
 */
record Decision(
        String kind,
        String subject,
        String deployment,
        State state,
        long atUnixMillis,
        boolean byOperator,
        long rolledBackUnixMillis,
        String reason) {

    static Decision of(Adaptation adaptation, long rolledBackUnixMillis) {
        return new Decision(
                adaptation.kind(),
                adaptation.subject(),
                adaptation.deployment(),
                adaptation.state(),
                adaptation.sinceUnixMillis(),
                adaptation.approvedBy() == Actor.OPERATOR,
                rolledBackUnixMillis,
                adaptation.reason());
    }

    String name() {
        return kind + ":" + subject;
    }

    /** Whether it says that an operator wants it. */
    boolean approves() {
        return byOperator && (state == State.APPROVED || state.inEffect());
    }

    /** Whether it says that it is not wanted. */
    boolean rejects() {
        return state == State.REJECTED || state == State.UNDONE || state == State.QUARANTINED;
    }

    JsonObject json() {
        return new JsonObject()
                .put("kind", kind)
                .put("subject", subject)
                .put("deployment", deployment)
                .put("time_unix_ms", atUnixMillis)
                .put("state", state.text())
                .put("by_operator", byOperator ? 1 : 0)
                .put("rolled_back_unix_ms", rolledBackUnixMillis)
                .put("reason", reason);
    }

    /** The one that {@link #json} wrote, or null if something is missing. */
    static @Nullable Decision of(JsonObject line) {
        String kind = line.text("kind");
        String subject = line.text("subject");
        String deployment = line.text("deployment");
        String text = line.text("state");
        State state = text == null ? null : State.of(text);
        if (kind == null || subject == null || deployment == null || state == null) {
            return null;
        }
        String reason = line.text("reason");
        return new Decision(
                kind,
                subject,
                deployment,
                state,
                (long) line.number("time_unix_ms", 0),
                line.number("by_operator", 0) == 1,
                (long) line.number("rolled_back_unix_ms", 0),
                reason == null ? "" : reason);
    }
}
