package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The two small tables that look-ups on request threads go to. */
class TablesTest {
    @Test
    void a_key_table_behaves_as_a_bounded_map() {
        long seed = System.nanoTime();
        System.out.println("TablesTest seed " + seed);
        Random random = new Random(seed);
        KeyTable<Integer> table = new KeyTable<>(500);
        Map<String, Integer> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String a = "a" + random.nextInt(10);
            String b = "b" + random.nextInt(10);
            String c = random.nextBoolean() ? "" : "c";
            int n = random.nextInt(5);
            String key = a + "|" + b + "|" + c + "|" + n;
            assertThat(table.find(a, b, c, n)).isEqualTo(model.get(key));
            if (random.nextInt(4) == 0) {
                Integer added = table.add(a, b, c, n, i);
                if (model.containsKey(key)) {
                    assertThat(added).isEqualTo(model.get(key));
                } else if (model.size() < 500) {
                    assertThat(added).isEqualTo(i);
                    model.put(key, i);
                } else {
                    assertThat(added).isNull();
                }
            }
        }
        assertThat(model).hasSize(500);
    }

    @Test
    void the_parts_of_a_key_do_not_run_together() {
        KeyTable<String> table = new KeyTable<>(10);
        table.add("ab", "c", "", 0, "first");

        assertThat(table.find("a", "bc", "", 0)).isNull();
        assertThat(table.find("ab", "", "c", 0)).isNull();
        assertThat(table.find("ab", "c", "", 1)).isNull();
        assertThat(table.find("ab", "c", "", 0)).isEqualTo("first");
    }

    @Test
    void all_threads_get_the_one_value_that_was_added_first() throws InterruptedException {
        KeyTable<Object> table = new KeyTable<>(1000);
        Object[] winners = new Object[1000];
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < winners.length; i++) {
                    Object added = table.add("k" + i, "", "", i, new Object());
                    synchronized (winners) {
                        if (winners[i] == null) {
                            winners[i] = added;
                        } else if (winners[i] != added) {
                            wrong.incrementAndGet();
                        }
                    }
                    if (table.find("k" + i, "", "", i) != added) {
                        wrong.incrementAndGet();
                    }
                }
            });
            threads[t].start();
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong.get()).isZero();
        assertThat(winners).doesNotContainNull();
    }

    @Test
    void the_same_bytes_give_the_same_string() {
        byte[] bytes = "xx/items/7yy".getBytes(StandardCharsets.US_ASCII);
        String first = AsciiCache.string(bytes, 2, 8);

        assertThat(first).isEqualTo("/items/7");
        assertThat(AsciiCache.string("/items/7".getBytes(StandardCharsets.US_ASCII), 0, 8))
                .isSameAs(first);
        assertThat(AsciiCache.string("x/items/7".toCharArray(), 1, 8)).isSameAs(first);
    }

    @Test
    void any_bytes_give_their_latin_1_string_whatever_was_there_before() {
        long seed = System.nanoTime();
        System.out.println("TablesTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(i % 100 == 0 ? 600 : 4)];
            random.nextBytes(bytes);
            int offset = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int length = bytes.length - offset;
            assertThat(AsciiCache.string(bytes, offset, length))
                    .isEqualTo(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            char[] chars = new char[bytes.length];
            for (int k = 0; k < chars.length; k++) {
                chars[k] = (char) (random.nextBoolean() ? bytes[k] & 0xff : random.nextInt(1 << 16));
            }
            assertThat(AsciiCache.string(chars, offset, length)).isEqualTo(new String(chars, offset, length));
        }
    }
}
