package io.perfagent.control.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code ledger.jsonl}: one line of JSON for every transition, appended, with one predecessor. The two together
 * stay within twice the bound. Several JVMs may write; what a killed one left half written costs that line.
 */
public final class Ledger {
    public static final String NAME = "ledger.jsonl";

    /** How large the file grows before it is put aside; with its predecessor at most twice that. */
    public static final long MAX_SIZE_BYTES = 1 << 20;

    private final SharedFolder folder;
    private final String name;
    private final long maxSizeBytes;

    public Ledger(SharedFolder folder) {
        this(folder, MAX_SIZE_BYTES);
    }

    Ledger(SharedFolder folder, long maxSizeBytes) {
        this(folder, NAME, maxSizeBytes);
    }

    /** Another file that is kept in the same way. */
    public Ledger(SharedFolder folder, String name, long maxSizeBytes) {
        this.folder = folder;
        this.name = name;
        this.maxSizeBytes = maxSizeBytes;
    }

    /**
     * Appends lines, together.
     *
     * @throws IOException if they were not written, or not all
     */
    public void append(List<JsonObject> lines) throws IOException {
        folder.append(name, bytes(lines), maxSizeBytes);
    }

    /** All lines that are whole, oldest first. */
    public Lines read() throws IOException {
        Lines lines = new Lines();
        lines.add(folder.read(name + ".1", 4 * maxSizeBytes));
        lines.add(folder.read(name, 4 * maxSizeBytes));
        return lines;
    }

    static byte[] bytes(Iterable<JsonObject> lines) {
        StringBuilder out = new StringBuilder();
        for (JsonObject line : lines) {
            out.append(line).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What was read. */
    public static final class Lines {
        private final List<JsonObject> whole = new ArrayList<>();
        private int damaged;

        void add(byte @Nullable [] content) {
            if (content == null) {
                return;
            }
            for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
                JsonObject object = line.isBlank() ? null : JsonObject.parse(line);
                if (object != null) {
                    whole.add(object);
                } else if (!line.isBlank()) {
                    damaged++;
                }
            }
        }

        /** Those that could be read. */
        public List<JsonObject> whole() {
            return whole;
        }

        /** How many could not. */
        public int damaged() {
            return damaged;
        }
    }
}
