package io.perfagent.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final Trust ALL = file -> null;

    @TempDir
    Path root;

    private SharedFolder folder() {
        return new SharedFolder(root.resolve("adapt").toFile(), ALL);
    }

    private static JsonObject line(int writer, int number) {
        return new JsonObject().put("writer", writer).put("number", number).put("text", "x".repeat(number % 50));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        JsonObject written = new JsonObject()
                .put("text", "quote \" backslash \\ line\nend \u2028 tab\t \ud83d\ude00 umlaut \u00e4 half \ud83d")
                .put("whole", 1_790_000_000_123L)
                .put("fraction", -1.5e-7)
                .put("none", Double.NaN)
                .put("inner", new JsonObject().put("a", 1).put("b", 0.25));
        Ledger ledger = new Ledger(folder());
        ledger.append(List.of(written, new JsonObject()));

        Ledger.Lines read = ledger.read();

        assertThat(read.damaged()).isZero();
        assertThat(read.whole()).hasSize(2);
        JsonObject first = read.whole().get(0);
        assertThat(first).hasToString(written.toString());
        assertThat(first.text("text")).isEqualTo(written.text("text"));
        assertThat(first.number("whole", 0)).isEqualTo(1_790_000_000_123L);
        assertThat(first.number("fraction", 0)).isEqualTo(-1.5e-7);
        assertThat(first.number("none", 7)).isEqualTo(7);
        assertThat(first.object("inner").number("b", 0)).isEqualTo(0.25);
        assertThat(first.text("whole")).isNull();
        assertThat(written.toString()).contains("\"whole\":1790000000123,").doesNotContain("\n");
    }

    @Test
    void filesAreTheOwnersAlone() throws IOException {
        new Ledger(folder()).append(List.of(line(1, 1)));
        new DecisionFile(folder()).add(changes(line(1, 1)), 9);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("adapt"))))
                .isEqualTo("rwx------");
        for (String name : new String[] {Ledger.NAME, DecisionFile.NAME, "lock"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(root.resolve("adapt").resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theFileTurnsIntoItsPredecessorAtItsBound() throws IOException {
        Ledger ledger = new Ledger(folder(), 2_000);
        for (int i = 0; i < 500; i++) {
            ledger.append(List.of(line(1, i)));
        }

        Path file = root.resolve("adapt").resolve(Ledger.NAME);
        assertThat(Files.size(file)).isLessThanOrEqualTo(2_000);
        assertThat(Files.size(file.resolveSibling(Ledger.NAME + ".1"))).isLessThanOrEqualTo(2_000);
        List<JsonObject> read = ledger.read().whole();
        assertThat(read).hasSizeGreaterThan(20);
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).number("number", -1)).isEqualTo(500 - read.size() + i);
        }
        assertThat(root.resolve("adapt")).isDirectoryNotContaining("glob:**.2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1",
                "{\"a\":\"x",
                "{\"a\":\"\\u12",
                "{\"a\":{\"b\":{\"c\":1}}}",
                "{\"a\":1}}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":}",
                "{\"a\":--}",
                "{\"a\":[1]}",
                "{\"a\":1,}",
                "nothing",
                "\"text\"",
                "\0\0\0"
            })
    void aDamagedLineCostsThatLine(String damaged) throws IOException {
        Ledger ledger = new Ledger(folder());
        ledger.append(List.of(line(1, 1)));
        Path file = root.resolve("adapt").resolve(Ledger.NAME);
        Files.writeString(file, damaged, StandardCharsets.UTF_8, StandardOpenOption.APPEND); // and cut off there
        ledger.append(List.of(line(1, 2)));

        Ledger.Lines read = ledger.read();

        assertThat(read.whole()).hasSize(2);
        assertThat(read.damaged()).isEqualTo(1);
    }

    @Test
    void anyBytesAreReadWithoutAnError() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Ledger ledger = new Ledger(folder());
        for (int i = 0; i < 300; i++) {
            byte[] content = (line(1, i) + "\n" + line(2, i) + "\n").getBytes(StandardCharsets.UTF_8);
            for (int change = 0; change < 3; change++) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }
            Files.createDirectories(root.resolve("adapt"));
            Files.write(root.resolve("adapt").resolve(Ledger.NAME), content);

            Ledger.Lines read = ledger.read();

            assertThat(read.whole().size() + read.damaged()).as("seed %d", seed).isBetween(1, 6);
        }
    }

    @Test
    void severalJvmsWriteAtOnce() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            root.resolve("adapt").toString(),
                            Integer.toString(writer))
                    .inheritIO()
                    .start());
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        Ledger.Lines read = new Ledger(folder(), Writer.BOUND).read();
        Set<String> distinct = new HashSet<>();
        for (JsonObject line : read.whole()) {
            distinct.add(line.toString());
        }
        assertThat(read.damaged()).isZero();
        assertThat(distinct).hasSize(3 * Writer.LINES);
        assertThat(read.whole()).hasSize(3 * Writer.LINES);
        assertThat(root.resolve("adapt").resolve(Ledger.NAME + ".1")).exists();
        Ledger.Lines decisions = new DecisionFile(folder()).read();
        assertThat(decisions.damaged()).isZero();
        assertThat(decisions.whole()).hasSize(3 * Writer.LINES);
    }

    /** The program of one JVM of {@link #severalJvmsWriteAtOnce}. */
    static final class Writer {
        static final int LINES = 100;

        /** All lines take more than one and less than two of it. */
        static final long BOUND = 14_000;

        public static void main(String[] arguments) throws Exception {
            SharedFolder folder = new SharedFolder(new File(arguments[0]), ALL);
            int writer = Integer.parseInt(arguments[1]);
            for (int number = 0; number < LINES; number++) {
                JsonObject line = line(writer, number);
                untilDone(() -> new Ledger(folder, BOUND).append(List.of(line)));
                JsonObject decision = decision("s" + writer + "-" + number, number, "x");
                untilDone(() -> new DecisionFile(folder).add(changes(decision), LINES));
            }
        }

        /** A turn may be long in coming where three take it in a loop. */
        private static void untilDone(Work work) throws IOException {
            for (int i = 0; i < 100; i++) {
                try {
                    work.run();
                    return;
                } catch (IOException e) {
                    if (!e.getMessage().contains("held by another process")) {
                        throw e;
                    }
                }
            }
            throw new IOException("never had a turn");
        }

        private interface Work {
            void run() throws IOException;
        }
    }

    private static JsonObject decision(String subject, long time, String state) {
        return new JsonObject()
                .put("kind", "archive")
                .put("subject", subject)
                .put("deployment", "v1")
                .put("time_unix_ms", time)
                .put("state", state);
    }

    private static List<DecisionFile.Change> changes(JsonObject... lines) {
        List<DecisionFile.Change> changes = new ArrayList<>();
        for (JsonObject line : lines) {
            changes.add(new DecisionFile.Change(line, Set.of("undone")));
        }
        return changes;
    }

    @Test
    void whatLiesInTheFutureGivesWayAndWhatAnOperatorSaidDoesNot() throws IOException {
        DecisionFile file = new DecisionFile(folder());
        file.add(changes(decision("a", 500, "approved"), decision("b", 6, "undone")), 500);
        file.add(changes(decision("a", 7, "rejected"), decision("b", 8, "kept")), 8);

        assertThat(file.read().whole())
                .extracting(line -> line.text("subject") + line.text("state") + line.number("time_unix_ms", 0))
                .containsExactlyInAnyOrder("arejected7.0", "bundone6.0");
        file.add(List.of(new DecisionFile.Change(decision("b", 9, "approved"), Set.of())), 9);
        assertThat(file.read().whole())
                .extracting(line -> line.text("subject") + line.text("state"))
                .containsExactlyInAnyOrder("arejected", "bapproved");
    }

    @Test
    void theLastRollBackStaysWhicheverDecisionDoes() throws IOException {
        DecisionFile file = new DecisionFile(folder());
        file.add(changes(decision("a", 5, "rolled back").put("rolled_back_unix_ms", 5)), 5);
        file.add(changes(decision("a", 6, "kept").put("rolled_back_unix_ms", 2)), 6);
        file.add(changes(decision("a", 4, "late").put("rolled_back_unix_ms", 1_000)), 7);

        assertThat(file.read().whole()).singleElement().satisfies(line -> {
            assertThat(line.text("state")).isEqualTo("kept");
            assertThat(line.number("rolled_back_unix_ms", 0)).isEqualTo(5);
        });
    }

    @Test
    void ofEachAdaptationTheNewestDecisionStays() throws IOException {
        DecisionFile file = new DecisionFile(folder());
        file.add(changes(decision("a", 5, "approved"), decision("b", 6, "approved")), 6);
        file.add(changes(decision("a", 7, "rejected"), decision("b", 4, "late")), 7);

        assertThat(file.read().whole())
                .extracting(line -> line.text("subject") + line.text("state"))
                .containsExactlyInAnyOrder("arejected", "bapproved");
    }

    @Test
    void theOldestDecisionsGo() throws IOException {
        DecisionFile file = new DecisionFile(folder());
        JsonObject[] many = new JsonObject[DecisionFile.MAX_LINES + 20];
        for (int i = 0; i < many.length; i++) {
            many[i] = decision("s" + i, 1_000 - i, "x");
        }
        file.add(changes(many), 1_000);

        assertThat(file.read().whole())
                .hasSize(DecisionFile.MAX_LINES)
                .noneMatch(line -> "s519".equals(line.text("subject")))
                .anyMatch(line -> "s499".equals(line.text("subject")));
    }

    @Test
    void whatSomebodyElseCouldHaveWrittenIsNeitherReadNorWritten() throws IOException {
        new Ledger(folder()).append(List.of(line(1, 1)));
        SharedFolder untrusted = new SharedFolder(root.resolve("adapt").toFile(), file -> "writable by others");

        assertThatThrownBy(() -> new Ledger(untrusted).append(List.of(line(1, 2))))
                .hasMessage("writable by others");
        assertThatThrownBy(() -> new Ledger(untrusted).read()).hasMessage("writable by others");
        assertThat(new Ledger(folder()).read().whole()).hasSize(1);
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(root.resolve("elsewhere"), "precious");
        Files.createDirectories(root.resolve("adapt"));
        Files.createSymbolicLink(root.resolve("adapt").resolve(Ledger.NAME), elsewhere);

        assertThatThrownBy(() -> new Ledger(folder()).append(List.of(line(1, 1))))
                .isInstanceOf(IOException.class);
        assertThat(elsewhere).hasContent("precious");
    }

    @Test
    void aFileInPlaceOfTheFolderAndALockHeldAreErrorsThatSaySo() throws IOException {
        Files.writeString(root.resolve("adapt"), "");
        assertThatThrownBy(() -> new Ledger(folder()).append(List.of(line(1, 1))))
                .hasMessageContaining("no directory");

        Files.delete(root.resolve("adapt"));
        Files.createDirectories(root.resolve("adapt"));
        try (FileChannel other = FileChannel.open(
                root.resolve("adapt").resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.lock()).isNotNull();
            assertThatThrownBy(() -> new Ledger(folder()).append(List.of(line(1, 1))))
                    .hasMessageContaining("held by another process");
        }
        new Ledger(folder()).append(List.of(line(1, 1)));
    }
}
