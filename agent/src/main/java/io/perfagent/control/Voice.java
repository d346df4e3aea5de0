package io.perfagent.control;

import io.perfagent.control.ledger.JsonObject;
import io.perfagent.export.Severity;
import io.perfagent.export.proto.AttributeBytes;

/** Says and writes down every transition: one line in the ledger, one event, and a line on the console if it matters. */
final class Voice {
    private static final String PREFIX = "perf_agent.adaptation.";
    private static final int MAX_ATTRIBUTE_BYTES = 8 * 1024;

    private final Journal journal;
    private final Control.Said said;

    Voice(Journal journal, Control.Said said) {
        this.journal = journal;
        this.said = said;
    }

    /**
     * A transition.
     *
     * @param askOperator whether a proposal waits for an operator, who is told
     * @return the line for whoever asked for it
     */
    String moved(Adaptation before, Adaptation after, Actor actor, boolean askOperator) {
        String line = after.id() + " (" + after.name() + ") is " + after.state().text() + ", by " + actor.text() + ": "
                + after.reason();
        journal.add(new JsonObject()
                .put("time_unix_ms", after.sinceUnixMillis())
                .put("deployment", after.deployment())
                .put("id", after.id())
                .put("kind", after.kind())
                .put("subject", after.subject())
                .put("from", before.state().text())
                .put("to", after.state().text())
                .put("by", actor.text())
                .put("reason", after.reason())
                .put("evidence", after.evidence().json())
                .put("originals", after.originals().json()));
        AttributeBytes attributes = new AttributeBytes(MAX_ATTRIBUTE_BYTES)
                .put(PREFIX + "id", after.id())
                .put(PREFIX + "kind", after.kind())
                .put(PREFIX + "subject", after.subject())
                .put(PREFIX + "deployment", after.deployment())
                .put(PREFIX + "from", before.state().word())
                .put(PREFIX + "to", after.state().word())
                .put(PREFIX + "by", actor.text());
        Proposal proposal = after.proposal();
        if (proposal != null) {
            attributes
                    .put(PREFIX + "expected_gain", proposal.expectedGain())
                    .put(PREFIX + "expected_gain.unit", proposal.unit())
                    .put(PREFIX + "confidence", proposal.confidence())
                    .put(PREFIX + "risk", proposal.risk().text());
        }
        after.evidence().putInto(attributes, PREFIX + "evidence.");
        after.originals().putInto(attributes, PREFIX + "originals.");
        said.said(
                severity(after.state()),
                onConsole(before, after, askOperator),
                PREFIX + after.state().word(),
                line,
                attributes);
        return line;
    }

    private static Severity severity(State state) {
        return state == State.ROLLED_BACK || state == State.QUARANTINED ? Severity.WARN : Severity.INFO;
    }

    /** The console hears of what changes the application, and of what it is asked. */
    private static boolean onConsole(Adaptation before, Adaptation after, boolean askOperator) {
        return after.state().inEffect()
                || before.state().inEffect()
                || after.state() == State.QUARANTINED
                || (after.state() == State.PROPOSED && askOperator);
    }

    /** The kill switch. */
    void switchedOff(String line, int inEffect, int left, long nowUnixMillis) {
        journal.add(new JsonObject()
                .put("time_unix_ms", nowUnixMillis)
                .put("deployment", journal.deployment())
                .put("to", "switched off")
                .put("by", Actor.KILL_SWITCH.text())
                .put("reason", line)
                .put("evidence", new JsonObject().put("in_effect", inEffect).put("not_restored", left)));
        said.said(
                Severity.WARN,
                true,
                PREFIX + "switched_off",
                line,
                new AttributeBytes(MAX_ATTRIBUTE_BYTES)
                        .put(PREFIX + "evidence.in_effect", inEffect)
                        .put(PREFIX + "evidence.not_restored", left));
    }

    /** Something that is no transition. */
    void line(Severity severity, String line) {
        said.said(severity, true, PREFIX + "note", line, new AttributeBytes(MAX_ATTRIBUTE_BYTES));
    }
}
