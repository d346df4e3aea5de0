package io.perfagent.control;

/**
 * What became of a request to move an adaptation.
 *
 * @param done whether it was moved
 * @param line what to tell whoever asked
 */
public record Outcome(boolean done, String line) {
    static Outcome done(String line) {
        return new Outcome(true, line);
    }

    static Outcome unknown(String id) {
        return refused("there is no adaptation '" + Texts.line(id, Adaptation.MAX_SUBJECT_CHARS)
                + "'; `adapt list` shows those there are");
    }

    static Outcome refused(String line) {
        return new Outcome(false, line);
    }
}
