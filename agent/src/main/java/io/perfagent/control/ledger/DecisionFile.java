package io.perfagent.control.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code decisions.jsonl}: the last decision on every adaptation of every deployment, one line each, replaced as a
 * whole. Several JVMs may change it; of one adaptation the newest decision stays, but for one that a clock which was ahead has
 * put into the future. Bounded: the oldest go.
 */
public final class DecisionFile {
    public static final String NAME = "decisions.jsonl";

    /** Most decisions kept. */
    public static final int MAX_LINES = 500;

    static final String KIND = "kind";
    static final String SUBJECT = "subject";
    static final String DEPLOYMENT = "deployment";
    static final String TIME = "time_unix_ms";
    static final String STATE = "state";
    static final String ROLLED_BACK = "rolled_back_unix_ms";

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
     * A decision to be added.
     *
     * @param line with members {@value #KIND}, {@value #SUBJECT}, {@value #DEPLOYMENT}, {@value #TIME}, {@value #STATE} and
     *     {@value #ROLLED_BACK}
     * @param yieldsTo if the adaptation is in one of these states there, by another process, that stays, however old it is
     */
    public record Change(JsonObject line, Set<String> yieldsTo) {}

    /** Adds decisions, each in place of an older one on the same adaptation. */
    public void add(List<Change> changed, long nowUnixMillis) throws IOException {
        folder.replace(NAME, new Merge(changed, nowUnixMillis));
    }

    private static String key(JsonObject line) {
        return line.text(KIND) + '\n' + line.text(SUBJECT) + '\n' + line.text(DEPLOYMENT);
    }

    private static double time(JsonObject line) {
        return line.number(TIME, 0);
    }

    private static final class Merge implements SharedFolder.Change {
        private final List<Change> changed;
        private final long nowUnixMillis;

        Merge(List<Change> changed, long nowUnixMillis) {
            this.changed = changed;
            this.nowUnixMillis = nowUnixMillis;
        }

        @Override
        public byte[] from(byte @Nullable [] old) {
            Ledger.Lines lines = new Ledger.Lines();
            lines.add(old);
            Map<String, JsonObject> latest = new LinkedHashMap<>();
            for (JsonObject line : lines.whole()) {
                latest.merge(key(line), line, Merge::newer);
            }
            for (Change change : changed) {
                JsonObject there = latest.get(key(change.line));
                latest.put(key(change.line), there == null ? change.line : stays(there, change));
            }
            List<JsonObject> kept = new ArrayList<>(latest.values());
            kept.sort(Comparator.comparingDouble(DecisionFile::time));
            return Ledger.bytes(kept.subList(Math.max(0, kept.size() - MAX_LINES), kept.size()));
        }

        private JsonObject stays(JsonObject there, Change change) {
            String state = there.text(STATE);
            boolean yields = state != null && change.yieldsTo.contains(state);
            boolean outOfDate = time(there) > time(change.line) && time(there) <= nowUnixMillis;
            JsonObject stays = yields || outOfDate ? there : change.line;
            double rolledBack = (stays == there ? change.line : there).number(ROLLED_BACK, 0);
            if (rolledBack > stays.number(ROLLED_BACK, 0) && rolledBack <= nowUnixMillis) {
                stays.put(ROLLED_BACK, rolledBack);
            }
            return stays;
        }

        private static JsonObject newer(JsonObject one, JsonObject other) {
            return time(other) >= time(one) ? other : one;
        }
    }
}
