package io.perfagent.profile.finding;

import io.perfagent.profile.stack.StackProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws findings from evidence: what costs more than the {@link Thresholds}, ranked. Pure. */
public final class Findings {
    /** More than that nobody reads. */
    static final int MOST = 12;

    private final Evidence evidence;
    private final double seconds;
    private final List<Finding> found = new ArrayList<>();

    private Findings(Evidence evidence) {
        this.evidence = evidence;
        this.seconds = Math.max(1e-3, evidence.nanos() / 1e9);
    }

    /** All that there is to be told, the gravest first; at most {@value #MOST}. */
    public static List<Finding> of(Evidence evidence) {
        Findings findings = new Findings(evidence);
        findings.cpu();
        findings.allocation();
        findings.locks();
        findings.memory();
        findings.found.sort(
                Comparator.comparingDouble(Finding::severity).reversed().thenComparing(Finding::id));
        return List.copyOf(findings.found.subList(0, Math.min(MOST, findings.found.size())));
    }

    /** Costs by cause, and by method where there is no cause. */
    private static final class Costs {
        final Map<Cause, Tally> causes = new EnumMap<>(Cause.class);
        final Map<String, Tally> methods = new HashMap<>();

        Costs(StackProfile profile) {
            profile.each((frames, value, samples) -> {
                if (frames.size() < 2) {
                    return; // an operation without a stack
                }
                StackReading reading = StackReading.of(frames);
                Cause cause = reading.cause();
                Tally tally = cause == null
                        ? methods.computeIfAbsent(reading.culprit(), key -> new Tally())
                        : causes.computeIfAbsent(cause, key -> new Tally());
                tally.add(reading.culprit(), frames.get(0), value, samples);
            });
        }
    }

    private void cpu() {
        double total = evidence.cpu().total();
        Costs costs = new Costs(evidence.cpu());
        costs.causes.forEach((cause, tally) -> cpu(
                "cpu." + id(cause),
                cause.title(),
                cause.advice(),
                tally,
                tally.value / total / Thresholds.CAUSE_CPU_SHARE,
                tally.value / 1e9 / seconds / Thresholds.CAUSE_CORES));
        costs.methods.forEach((method, tally) -> cpu(
                "cpu.method",
                "hot method",
                "look at what it does in a flame graph; do less of it, keep its result, or do it elsewhere",
                tally,
                tally.value / total / Thresholds.METHOD_CPU_SHARE,
                tally.value / 1e9 / seconds / Thresholds.METHOD_CORES));
    }

    private void cpu(String id, String title, String advice, Tally tally, double share, double cores) {
        double severity = Math.min(share, cores);
        if (severity >= 1 && tally.samples >= Thresholds.SAMPLES) {
            String cost = Wording.percent((double) tally.value / evidence.cpu().total()) + " of the sampled CPU time, "
                    + Wording.number(tally.value / 1e9 / seconds) + " cores";
            found.add(new Finding(id, title, tally.culprits(), cost, tally.payers(), advice, severity));
        }
    }

    private void allocation() {
        double total = evidence.allocation().total();
        Costs costs = new Costs(evidence.allocation());
        Tally thrown = costs.causes.remove(Cause.EXCEPTIONS);
        if (evidence.thrownPerSecond() >= Thresholds.THROWN_PER_SECOND) {
            thrown(thrown == null ? new Tally() : thrown);
        }
        costs.causes.forEach((cause, tally) -> allocated(
                "allocation." + id(cause),
                "memory for " + cause.title(),
                cause.advice(),
                tally,
                tally.value / total / Thresholds.CAUSE_ALLOCATION_SHARE));
        costs.methods.forEach((method, tally) -> allocated(
                "allocation.site",
                "allocating method",
                "make less of it: reuse, size collections, read in parts, keep results",
                tally,
                tally.value / total / Thresholds.SITE_ALLOCATION_SHARE));
    }

    private void allocated(String id, String title, String advice, Tally tally, double share) {
        double severity = Math.min(share, tally.value / seconds / Thresholds.ALLOCATION_BYTES_PER_SECOND);
        if (severity >= 1 && tally.samples >= Thresholds.SAMPLES) {
            String cost =
                    Wording.percent((double) tally.value / evidence.allocation().total())
                            + " of what is allocated, about " + Wording.bytes(tally.value / seconds) + "/s";
            found.add(new Finding(id, title, tally.culprits(), cost, tally.payers(), advice, severity));
        }
    }

    /** Told by their rate: making a stack trace happens in the virtual machine, where samples of CPU time see little. */
    private void thrown(Tally made) {
        found.add(new Finding(
                "exceptions",
                Cause.EXCEPTIONS.title(),
                made.culprits(),
                Math.round(evidence.thrownPerSecond()) + " throwables made per second",
                made.payers(),
                Cause.EXCEPTIONS.advice(),
                evidence.thrownPerSecond() / Thresholds.THROWN_PER_SECOND));
    }

    private void locks() {
        for (Evidence.Lock lock : evidence.locks()) {
            double waiting = lock.nanos() / 1e9 / seconds;
            if (waiting >= Thresholds.WAITING_THREADS) {
                found.add(new Finding(
                        "lock",
                        "threads queue for a lock",
                        List.of(new Finding.Part(lock.name(), 1)),
                        Wording.number(waiting) + " threads waiting for it on average, " + lock.waits() + " waits of "
                                + Wording.millis(lock.nanos() / Math.max(1, lock.waits())),
                        lock.payers(),
                        "hold it for less (no I/O inside), split it, or use what needs none (concurrent collections,"
                                + " adders, immutable copies)",
                        waiting / Thresholds.WAITING_THREADS));
            }
        }
    }

    private void memory() {
        double gcShare = evidence.gcPauseNanos() / 1e9 / seconds;
        LiveHeap heap = evidence.heap();
        if (gcShare >= Thresholds.GC_SHARE) {
            found.add(new Finding(
                    "gc",
                    "collections stop the application",
                    List.of(),
                    Wording.percent(gcShare) + " of the time, "
                            + Wording.bytes(evidence.allocation().total() / seconds) + "/s allocated",
                    List.of(),
                    HeapAdvice.say(heap.liveBytes(), heap.maxBytes(), gcShare),
                    gcShare / Thresholds.GC_SHARE));
        }
        LiveHeap.Growth growth = heap.growth();
        double grownShare = heap.maxBytes() <= 0 ? 0 : (double) growth.grownBytes() / heap.maxBytes();
        if (growth.probability() <= Thresholds.LEAK_PROBABILITY && grownShare >= Thresholds.LEAK_GROWN_SHARE) {
            found.add(leak(growth, grownShare));
        }
    }

    private Finding leak(LiveHeap.Growth growth, double grownShare) {
        LiveObjects live = evidence.live();
        String cost = "the live heap grows by " + Wording.bytes(growth.bytesPerSecond()) + "/s, "
                + Wording.percent(1 - growth.probability()) + " certain of " + growth.troughs()
                + " collections of the old generation; "
                + fullIn(growth.bytesPerSecond());
        return new Finding(
                "leak",
                "a leak is suspected",
                live == null ? List.of() : live.culprits(0.05, 3),
                cost,
                List.of(),
                "look at who holds the objects named here; a heap dump of two moments tells it for certain",
                grownShare / Thresholds.LEAK_GROWN_SHARE);
    }

    private String fullIn(double bytesPerSecond) {
        LiveHeap heap = evidence.heap();
        double left = heap.maxBytes() - heap.liveBytes();
        return bytesPerSecond <= 0 || left <= 0
                ? "the heap is full"
                : "the heap is full in " + Wording.time(left / bytesPerSecond);
    }

    private static String id(Cause cause) {
        return cause.name().toLowerCase(java.util.Locale.ROOT);
    }
}
