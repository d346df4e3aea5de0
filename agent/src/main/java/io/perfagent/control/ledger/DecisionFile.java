package io.perfagent.control.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code decisions.jsonl}: the last decision on every adaptation of every deployment, one line each, replaced as a
 * whole. Several JVMs may change it; of one adaptation the newest decision stays. Bounded: the oldest go.
 */
public final class DecisionFile {
    public static final String NAME = "decisions.jsonl";

    /** Most decisions kept. */
    public static final int MAX_LINES = 500;

    static final String KIND = "kind";
    static final String SUBJECT = "subject";
    static final String DEPLOYMENT = "deployment";
    static final String TIME = "time_unix_ms";

    private static final long MAX_SIZE_BYTES = 4 << 20;

    private final SharedFolder folder;

    public DecisionFile(SharedFolder folder) {
        this.folder = folder;
    }

    /** All decisions that can be read. */
    public Ledger.Lines read() throws IOException {
        Ledger.Lines lines = new Ledger.Lines();
        lines.add(folder.read(NAME, MAX_SIZE_BYTES));
        return lines;
    }

    /**
     * Adds decisions, each in place of an older one on the same adaptation.
     *
     * @param changed with members {@value #KIND}, {@value #SUBJECT}, {@value #DEPLOYMENT} and {@value #TIME}
     */
    public void add(List<JsonObject> changed) throws IOException {
        folder.replace(NAME, new Merge(changed));
    }

    private static String key(JsonObject line) {
        return line.text(KIND) + '\n' + line.text(SUBJECT) + '\n' + line.text(DEPLOYMENT);
    }

    private static double time(JsonObject line) {
        return line.number(TIME, 0);
    }

    private static final class Merge implements SharedFolder.Change {
        private final List<JsonObject> changed;

        Merge(List<JsonObject> changed) {
            this.changed = changed;
        }

        @Override
        public byte[] from(byte @Nullable [] old) {
            Ledger.Lines lines = new Ledger.Lines();
            lines.add(old);
            Map<String, JsonObject> latest = new LinkedHashMap<>();
            for (JsonObject line : lines.whole()) {
                latest.merge(key(line), line, Merge::newer);
            }
            for (JsonObject line : changed) {
                latest.merge(key(line), line, Merge::newer);
            }
            List<JsonObject> kept = new ArrayList<>(latest.values());
            kept.sort(Comparator.comparingDouble(DecisionFile::time));
            return Ledger.bytes(kept.subList(Math.max(0, kept.size() - MAX_LINES), kept.size()));
        }

        private static JsonObject newer(JsonObject one, JsonObject other) {
            return time(other) >= time(one) ? other : one;
        }
    }
}
