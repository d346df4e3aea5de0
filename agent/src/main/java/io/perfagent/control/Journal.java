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
import org.jspecify.annotations.Nullable;

/**
 * What goes to the ledger and the decisions, and what of them is known: remembers in memory, writes when told to, and keeps
 * what could not be written for the next time, within bounds. Safe for all threads; none waits for the disk but the one
 * that writes.
 */
public final class Journal {
    /** Most lines and decisions that wait to be written; the oldest beyond it are dropped and counted. */
    static final int MAX_WAITING = 256;

    private final @Nullable Ledger ledger;
    private final @Nullable DecisionFile file;
    private final String deployment;
    private final Object writing = new Object();
    private final List<JsonObject> lines = new ArrayList<>(); // guarded by this
    private final Map<String, Decision> unwritten = new LinkedHashMap<>(); // guarded by this
    private final Map<String, Decision> decisions = new HashMap<>(); // guarded by this
    private long dropped; // guarded by this
    private int damaged; // guarded by this
    private @Nullable String problem; // guarded by this

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

    synchronized void decide(Decision decision) {
        decisions.put(decision.name(), decision);
        if (unwritten.size() < MAX_WAITING || unwritten.containsKey(decision.name())) {
            unwritten.put(decision.name(), decision);
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

    /** Writes what waits. Whether all of it is written; if not, {@link #problem} says why. */
    boolean write() {
        synchronized (writing) {
            List<JsonObject> nextLines;
            List<Decision> nextDecisions;
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
                    file.add(json(nextDecisions));
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

    private static List<JsonObject> json(List<Decision> decisions) {
        List<JsonObject> all = new ArrayList<>();
        for (Decision decision : decisions) {
            all.add(decision.json());
        }
        return all;
    }

    private synchronized void written(List<JsonObject> done) {
        lines.removeAll(done); // by identity: lines have no equality of their own
    }

    private synchronized void writtenDecisions(List<Decision> done) {
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
