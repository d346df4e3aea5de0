package io.perfagent.weave.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perfagent.weave.ClassFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveCacheTest {
    private static final long SETTING = 42;

    @TempDir
    Path directory;

    private File file;
    private final byte[] original = ClassFiles.of(WeaveCacheTest.class);
    private final byte[] planted = ClassFiles.empty("io/perfagent/weave/cache/WeaveCacheTest", "java/lang/Object");

    @BeforeEach
    void file() {
        file = directory.resolve("below").resolve("cache").toFile();
    }

    private WeaveCache loaded() {
        WeaveCache cache = new WeaveCache(file, SETTING);
        cache.load();
        return cache;
    }

    private WeaveCache stored(int entries) throws IOException {
        WeaveCache cache = new WeaveCache(file, SETTING);
        for (int i = 1; i <= entries; i++) {
            cache.put(i, -i, original);
        }
        cache.store(false, false);
        return cache;
    }

    @Test
    void what_was_stored_is_found_again() throws IOException {
        WeaveCache cache = new WeaveCache(file, SETTING);
        assertThat(cache.isEmpty()).isTrue();
        cache.put(1, 2, original);
        cache.put(3, 4, null);
        cache.setNotes("né".getBytes(StandardCharsets.UTF_8));
        assertThat(cache.isDirty()).isTrue();
        cache.store(true, false);
        assertThat(cache.isDirty()).isFalse();

        WeaveCache again = loaded();

        assertThat(again.find(1, 2, original)).isEqualTo(original);
        assertThat(again.find(3, 4, original)).isEmpty();
        assertThat(again.find(2, 1, original)).isNull();
        assertThat(again.notes()).isEqualTo("né");
        assertThat(again.hits()).isEqualTo(2);
        assertThat(again.misses()).isEqualTo(1);
        assertThat(again.isDirty()).isFalse();
        assertThat(again.has(1, 2)).isTrue();
        assertThat(again.has(1, 3)).isFalse();
    }

    @Test
    void a_file_that_is_not_there_is_an_empty_cache() {
        assertThat(loaded().isEmpty()).isTrue();
        assertThat(loaded().notes()).isNull();
        assertThat(loaded().isDirty()).isFalse();
    }

    @Test
    void a_file_of_another_setting_is_ignored_and_replaced() throws IOException {
        stored(3);

        WeaveCache other = new WeaveCache(file, SETTING + 1);
        other.load();
        assertThat(other.isEmpty()).isTrue();
        other.put(9, 9, original);
        other.store(true, false);

        assertThat(loaded().isEmpty()).isTrue();
        WeaveCache again = new WeaveCache(file, SETTING + 1);
        again.load();
        assertThat(again.has(9, 9)).isTrue();
        assertThat(again.has(1, -1)).isFalse();
    }

    @Test
    void a_file_that_is_no_cache_is_ignored() throws IOException {
        Files.createDirectories(file.toPath().getParent());
        for (int size : new int[] {0, 7, 16, 4096}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            Files.write(file.toPath(), bytes);
            assertThat(loaded().isEmpty()).isTrue();
        }
    }

    @Test
    void a_corrupt_entry_is_left_out_and_the_others_stay() throws IOException {
        stored(3);
        byte[] bytes = Files.readAllBytes(file.toPath());
        int entry = 24 + original.length;
        bytes[16 + entry + 24 + original.length / 2] ^= 1;
        Files.write(file.toPath(), bytes);

        WeaveCache cache = loaded();

        int found = 0;
        for (int i = 1; i <= 3; i++) {
            found += cache.find(i, -i, original) == null ? 0 : 1;
        }
        assertThat(found).isEqualTo(2);
        assertThat(cache.isDirty()).isTrue();
    }

    @Test
    void a_file_cut_anywhere_gives_the_whole_entries_before_the_cut() throws IOException {
        stored(3);
        byte[] bytes = Files.readAllBytes(file.toPath());
        int entry = 24 + original.length;
        long seed = System.nanoTime();
        System.out.println("WeaveCacheTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            int length = random.nextInt(bytes.length);
            Files.write(file.toPath(), Arrays.copyOf(bytes, length));

            WeaveCache cache = loaded();

            int found = 0;
            for (int k = 1; k <= 3; k++) {
                byte[] woven = cache.find(k, -k, original);
                if (woven != null) {
                    assertThat(woven).isEqualTo(original);
                    found++;
                }
            }
            assertThat(found).as("cut at %d", length).isEqualTo(Math.max(0, length - 16) / entry);
        }
    }

    @Test
    void random_damage_never_gives_other_bytes() throws IOException {
        stored(3);
        byte[] bytes = Files.readAllBytes(file.toPath());
        long seed = System.nanoTime();
        System.out.println("WeaveCacheTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = bytes.clone();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                damaged[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
            }
            Files.write(file.toPath(), damaged);
            WeaveCache cache = loaded();
            for (int k = 1; k <= 3; k++) {
                byte[] woven = cache.find(k, -k, original);
                assertThat(woven == null || Arrays.equals(woven, original)).isTrue();
            }
        }
    }

    @Test
    void an_entry_that_does_more_than_call_the_seam_is_dropped_for_good() throws IOException {
        WeaveCache cache = new WeaveCache(file, SETTING);
        cache.put(1, 1, planted);
        cache.put(2, 2, original);
        cache.store(false, false);

        WeaveCache again = loaded();
        assertThat(again.find(1, 1, original)).isNull();
        assertThat(again.refused()).isEqualTo(1);
        assertThat(again.isDirty()).isTrue();
        assertThat(again.find(1, 1, original)).isNull();
        assertThat(again.refused()).isEqualTo(1);
        again.store(true, false);

        assertThat(loaded().has(2, 2)).isTrue();
        assertThat(loaded().has(1, 1)).isFalse();
    }

    @Test
    void jvms_that_weave_at_the_same_time_add_to_each_others_entries() throws IOException {
        WeaveCache first = loaded();
        WeaveCache second = loaded();
        first.put(1, 1, original);
        second.put(2, 2, original);
        first.store(true, false);
        second.store(true, false);

        assertThat(loaded().has(1, 1)).isTrue();
        assertThat(loaded().has(2, 2)).isTrue();
    }

    @Test
    void writers_at_the_same_instant_leave_a_whole_file_and_nothing_beside_it() throws Exception {
        int writers = 4;
        CountDownLatch go = new CountDownLatch(1);
        Thread[] threads = new Thread[writers];
        Throwable[] failed = new Throwable[writers];
        for (int t = 0; t < writers; t++) {
            int number = t;
            threads[t] = new Thread(() -> {
                try {
                    go.await();
                    for (int i = 1; i <= 20; i++) {
                        WeaveCache cache = loaded();
                        cache.put(number, i, original);
                        cache.store(true, false);
                    }
                } catch (Throwable thrown) {
                    failed[number] = thrown;
                }
            });
            threads[t].start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failed).containsOnlyNulls();
        WeaveCache last = loaded();
        assertThat(last.isDirty()).as("damaged").isFalse();
        assertThat(last.isEmpty()).isFalse();
        assertThat(file.getParentFile().list()).containsExactly("cache");
    }

    @Test
    void the_number_of_entries_is_bounded() throws IOException {
        WeaveCache cache = new WeaveCache(file, SETTING);
        for (int i = 1; i <= 5000; i++) {
            cache.put(i, i, null);
        }
        cache.store(false, false);

        assertThat(cache.has(4096, 4096)).isTrue();
        assertThat(cache.has(4097, 4097)).isFalse();
        assertThat(Files.size(file.toPath())).isEqualTo(16 + 4096 * 24);
    }

    @Test
    void what_nobody_here_uses_makes_room_for_what_is_new() throws IOException {
        stored(4096);
        WeaveCache cache = loaded();
        assertThat(cache.find(7, -7, original)).isNotNull();
        cache.setRemark(3, new byte[] {1});
        cache.put(5000, 5000, original);
        cache.store(true, false);

        WeaveCache again = loaded();
        assertThat(again.has(5000, 5000)).isTrue();
        assertThat(again.has(7, -7)).isTrue();
        assertThat(again.remark(3)).isNotNull();
    }

    @Test
    void what_was_used_is_let_go_and_stays_on_disk() throws IOException {
        stored(2);
        WeaveCache cache = loaded();
        cache.find(1, -1, original);

        cache.release();

        assertThat(cache.has(1, -1)).isFalse();
        assertThat(cache.has(2, -2)).isTrue();
        cache.put(3, -3, original);
        cache.store(true, false);
        assertThat(loaded().has(1, -1)).isTrue();
        assertThat(loaded().has(3, -3)).isTrue();
    }

    @Test
    void a_cache_without_a_file_works_in_memory() throws IOException {
        WeaveCache cache = new WeaveCache(null, SETTING);
        cache.load();
        cache.put(1, 1, original);
        cache.store(true, false);

        assertThat(cache.find(1, 1, original)).isEqualTo(original);
    }

    @Test
    void only_its_owner_may_read_it_unless_asked() throws IOException {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        stored(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(file.getParentFile().toPath())))
                .isEqualTo("rwx------");

        WeaveCache cache = loaded();
        cache.store(true, true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.toPath())))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void a_file_that_cannot_be_written_is_an_io_exception_and_the_cache_goes_on() throws IOException {
        Path occupied = Files.write(directory.resolve("occupied"), new byte[1]);
        WeaveCache cache = new WeaveCache(occupied.resolve("cache").toFile(), SETTING);
        cache.put(1, 1, original);

        assertThatThrownBy(() -> cache.store(true, false)).isInstanceOf(IOException.class);

        assertThat(cache.find(1, 1, original)).isEqualTo(original);
        assertThat(cache.isDirty()).isTrue();
    }

    @Test
    void remarks_are_kept_with_the_entries_and_bounded() throws IOException {
        WeaveCache cache = new WeaveCache(file, SETTING);
        cache.setNotes("notes".getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i <= 100; i++) {
            cache.setRemark(i, new byte[] {(byte) i});
        }
        cache.store(true, false);

        WeaveCache read = loaded();

        assertThat(read.notes()).isEqualTo("notes");
        assertThat(read.remark(100)).containsExactly((byte) 100);
        assertThat(read.remark(1)).as("dropped").isNull();
        assertThat(read.find(1, 1, new byte[0])).isNull();
    }
}
