package io.perfagent.start;

/**
 * Decides when a program that has not opened a server socket is ready: when it hardly loads classes any more. A pure step
 * over one reading a second.
 *
 * <p>A server that takes long to start loads hundreds of classes a second until it listens, and must not be woven
 * meanwhile; a program that serves nothing is over its start when that ends.
 */
final class Readiness {
    /** Classes a second that a program loads at most once it runs. */
    private static final int FEW_CLASSES = 50;

    private static final int QUIET_SECONDS = 2;

    /** Whoever still loads classes then is not starting, but living so. */
    private static final int LONGEST_START_SECONDS = 60;

    /** Nor is it a start that a framework has told of and never told the end of. */
    private static final int LONGEST_TOLD_SECONDS = 600;

    private int seconds;
    private int quietSeconds;
    private int before;

    /**
     * One second's reading.
     *
     * @param classes loaded since the start
     * @param starting whether a framework says that it is in the middle of its start: then a pause is none of its end
     * @return whether the program is ready, or is taken to be
     */
    boolean second(int classes, boolean starting) {
        seconds++;
        quietSeconds = !starting && classes - before < FEW_CLASSES ? quietSeconds + 1 : 0;
        before = classes;
        return quietSeconds >= QUIET_SECONDS || seconds >= (starting ? LONGEST_TOLD_SECONDS : LONGEST_START_SECONDS);
    }
}
