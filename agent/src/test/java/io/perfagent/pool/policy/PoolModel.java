package io.perfagent.pool.policy;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A service whose threads use a pool of connections to a database, in simulated time: Poisson arrivals, discrete events,
 * nothing sleeps. Those that find no thread are lost.
 */
public final class PoolModel {
    /** How long the database takes. */
    public interface Database {
        /** @param inUse connections in use, this one too */
        double seconds(double now, int inUse, Random random);
    }

    /** Hears of what happens at the pool. */
    public interface Watcher {
        void waited(double seconds);

        void used(double seconds);
    }

    private final DoubleUnaryOperator rate;
    private final Database database;
    private final int threads;
    private final Random random;
    private final ArrayDeque<Double> queue = new ArrayDeque<>();
    private final PriorityQueue<double[]> uses = new PriorityQueue<>((one, other) -> Double.compare(one[0], other[0]));
    private double now;
    private double nextArrival;

    /** Connections that it may have. */
    public int size;

    /** Uses that have ended. */
    public int served;

    public PoolModel(int size, int threads, DoubleUnaryOperator rate, Database database, long seed) {
        this.size = size;
        this.threads = threads;
        this.rate = rate;
        this.database = database;
        this.random = new Random(seed);
        this.nextArrival = exponential(1 / rate.applyAsDouble(0));
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** Exponential times, longer in proportion once more than {@code knee} connections are in use: it gives no more then. */
    public static Database exponential(double mean, double knee) {
        return (now, inUse, random) -> -mean * Math.max(1, inUse / knee) * Math.log(1 - random.nextDouble());
    }

    public int inUse() {
        return uses.size();
    }

    /** Goes on until then. */
    public void run(double until, Watcher watcher) {
        while (true) {
            double end = uses.isEmpty() ? Double.POSITIVE_INFINITY : uses.peek()[0];
            now = Math.min(end, nextArrival);
            if (now > until) {
                now = until;
                return;
            }
            if (end <= nextArrival) {
                watcher.used(now - uses.poll()[1]);
                served++;
            } else {
                nextArrival = now + exponential(1 / rate.applyAsDouble(now));
                if (uses.size() + queue.size() < threads) {
                    queue.add(now);
                }
            }
            while (!queue.isEmpty() && uses.size() < size) {
                watcher.waited(now - queue.poll());
                uses.add(new double[] {now + database.seconds(now, uses.size() + 1, random), now});
            }
        }
    }
}
