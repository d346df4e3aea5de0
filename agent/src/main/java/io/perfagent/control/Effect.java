package io.perfagent.control;

/**
 * What an adaptation changes in the running application, and how it is changed back.
 *
 * <p>Both methods return within milliseconds: they turn a gate, write a value, replace a small file. What follows in its own
 * time, such as connections to be closed, is not waited for. Never called by two threads at once.
 */
public interface Effect {
    /** Changes the application. What throws is changed back and counted. */
    void apply() throws Exception;

    /** Changes it back, from whatever {@link #apply} left; called again, each second, until it does not throw. */
    void restore() throws Exception;
}
