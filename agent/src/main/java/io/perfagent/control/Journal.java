package io.perfagent.control;

import io.perfagent.control.ledger.DecisionFile;
import io.perfagent.control.ledger.JsonObject;
import io.perfagent.control.ledger.Ledger;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the ledger and the decisions, and what of them is known: remembers in memory, writes when told to, and keeps
 * what could not be written for the next time, within bounds. Safe for all threads; none waits for the disk but the one
 * that writes.
 */
public final class Journal {
    /** Most lines and decisions that wait to be written; the oldest beyond it are dropped and counted. */
    static final int MAX_WAITING = 256;

    /** How long after a failed write the next one is tried. */
    private static final long REWRITE_MILLIS = 10_000;

    /** What is not wanted by decision of an operator, or only an operator may approve. */
    private static final Set<String> NOT_WANTED =
            Set.of(State.UNDONE.text(), State.REJECTED.text(), State.QUARANTINED.text());

    private final @Nullable Ledger ledger;
    private final @Nullable DecisionFile file;
    private final String deployment;
    private final Object writing = new Object();
    private final List<JsonObject> lines = new ArrayList<>(); // guarded by this
    private final Map<String, Waiting> unwritten = new LinkedHashMap<>(); // guarded by this
    private final Map<String, Decision> decisions = new HashMap<>(); // guarded by this
    private long dropped; // guarded by this
    private int damaged; // guarded by this
    private @Nullable String problem; // guarded by this
    private long lastFailedUnixMillis;

    /**
     * A decision that is not written yet.
     *
     * @param byOperator whether it, or an earlier one that it stands for, is an operator's
     */
    private record Waiting(Decision decision, boolean byOperator) {
        /** Another process's operator may have said no meanwhile: what was measured here is no answer to that. */
        DecisionFile.Change change() {
            return new DecisionFile.Change(decision.json(), byOperator ? Set.of() : NOT_WANTED);
        }
    }

    /**
     * Without files, all is forgotten with the process.
     *
     * @param deployment whose decisions count
     */
    public Journal(@Nullable Ledger ledger, @Nullable DecisionFile file, String deployment) {
        this.ledger = ledger;
        this.file = file;
        this.deployment = deployment;
    }

    String deployment() {
        return deployment;
    }

    /** Reads the decisions of earlier processes. Once, before anything is asked. */
    void load() {
        if (file == null) {
            return;
        }
        try {
            Ledger.Lines read = file.read();
            synchronized (this) {
                damaged = read.damaged();
                for (JsonObject line : read.whole()) {
                    Decision decision = Decision.of(line);
                    if (decision == null) {
                        damaged++;
                    } else if (decision.deployment().equals(deployment)) {
                        decisions.put(decision.name(), decision);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            note("earlier decisions are not known: " + reason(e));
        }
    }

    synchronized @Nullable Decision decision(Adaptation adaptation) {
        return decisions.get(adaptation.name());
    }

    synchronized List<Decision> decisions() {
        return new ArrayList<>(decisions.values());
    }

    /**
     * A decision to be remembered, and written.
     *
     * @param byOperator whether it is an operator's, now: it holds whatever another process has written
     */
    synchronized void decide(Decision decision, boolean byOperator) {
        decisions.put(decision.name(), decision);
        Waiting before = unwritten.get(decision.name());
        if (unwritten.size() < MAX_WAITING || before != null) {
            boolean operator = byOperator || (before != null && before.byOperator);
            unwritten.put(decision.name(), new Waiting(decision, operator));
        } else {
            dropped++;
        }
    }

    synchronized void add(JsonObject line) {
        if (lines.size() == MAX_WAITING) {
            lines.remove(0);
            dropped++;
        }
        lines.add(line);
    }

    /** Writes what waits, but not shortly after that has failed. For one thread. */
    void second(long nowUnixMillis) {
        boolean due = Math.abs(nowUnixMillis - lastFailedUnixMillis) >= REWRITE_MILLIS;
        if (hasWaiting() && due && !write(nowUnixMillis)) {
            lastFailedUnixMillis = nowUnixMillis;
        }
    }

    /** Writes what waits. Whether all of it is written; if not, {@link #problem} says why. */
    boolean write(long nowUnixMillis) {
        synchronized (writing) {
            List<JsonObject> nextLines;
            List<Waiting> nextDecisions;
            synchronized (this) {
                nextLines = new ArrayList<>(lines);
                nextDecisions = new ArrayList<>(unwritten.values());
            }
            try {
                if (ledger != null && !nextLines.isEmpty()) {
                    ledger.append(nextLines);
                }
                written(nextLines);
                if (file != null && !nextDecisions.isEmpty()) {
                    file.add(changes(nextDecisions), nowUnixMillis);
                }
                writtenDecisions(nextDecisions);
                note(null);
                return true;
            } catch (IOException | RuntimeException e) {
                note("adaptations are not recorded on disk, and decisions on them end with this process: " + reason(e));
                return false;
            }
        }
    }

    private static List<DecisionFile.Change> changes(List<Waiting> decisions) {
        List<DecisionFile.Change> all = new ArrayList<>();
        for (Waiting one : decisions) {
            all.add(one.change());
        }
        return all;
    }

    private synchronized void written(List<JsonObject> done) {
        lines.removeAll(done); // by identity: lines have no equality of their own
    }

    private synchronized void writtenDecisions(List<Waiting> done) {
        unwritten.values().removeAll(done);
    }

    private synchronized void note(@Nullable String what) {
        problem = what;
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return Texts.line(
                e instanceof FileSystemException || message == null ? e.toString() : message,
                Adaptation.MAX_REASON_CHARS);
    }

    synchronized boolean hasWaiting() {
        return !lines.isEmpty() || !unwritten.isEmpty();
    }

    /** Lines and decisions that there was no room for. */
    synchronized long dropped() {
        return dropped;
    }

    /** Decisions on disk that could not be read. */
    synchronized int damaged() {
        return damaged;
    }

    /** Why the last read or write failed, or null. */
    synchronized @Nullable String problem() {
        return problem;
    }
}
