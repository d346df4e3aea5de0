package io.perfagent.control.trial;

/**
 * What was seen in one block of a trial that is to show a gain.
 *
 * @param requests that ended in it
 * @param bad how many of them ended badly
 * @param uses of what was changed
 * @param costSeconds sum of what they cost, waits included
 * @param queueSeconds sum of their waits
 */
record CostBlock(long requests, long bad, double uses, double costSeconds, double queueSeconds) {
    /** Uses below which a mean says too little. */
    private static final double LEAST_USES = 50;

    /** Where waits are a smaller part of the cost, there is nothing to gain. */
    private static final double LEAST_QUEUE = 0.1;

    double meanCost() {
        return costSeconds / uses;
    }

    double badRate() {
        return requests == 0 ? 0 : (double) bad / requests;
    }

    boolean isEnough() {
        return requests >= 0 && uses >= LEAST_USES && costSeconds > 0; // below 0: it began anew in the middle of it
    }

    boolean hasQueue() {
        return queueSeconds >= LEAST_QUEUE * costSeconds;
    }
}
