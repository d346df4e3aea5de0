package io.perfagent.limit.policy;

/**
 * How many requests a limit that is not in effect would have turned away: those by which more have come than were served, beyond
 * the limit, while a queue stood. A fluid model in which each comes once and nobody gives up. Where all threads are taken and it is not
 * known how many stand before the server, it is as many as there are threads for, once in each overload. One thread's own.
 */
public final class Spared {
    private double most;
    private double requests;

    /**
     * One step.
     *
     * @param there requests inside, and those that are known to wait for a thread
     * @param limit how many would have been let in
     * @param standing whether a queue stands at the resource
     */
    public void step(double there, int limit, boolean standing) {
        if (!standing) {
            most = 0;
            return;
        }
        double beyond = there - limit;
        if (beyond > most) {
            requests += beyond - most;
            most = beyond;
        }
    }

    /** Their number since the beginning. */
    public double requests() {
        return requests;
    }
}
