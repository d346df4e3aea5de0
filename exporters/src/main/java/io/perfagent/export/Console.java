package io.perfagent.export;

/** Where the agent's own one-line messages go. Implementations must be safe for use by several threads. */
public interface Console {
    /** Prints one line; {@code line} has no line break and no prefix. */
    void line(String line);
}
