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

    static Outcome refused(String line) {
        return new Outcome(false, line);
    }
}
