package io.perfagent.trace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SqlTextCacheTest {
    private final SqlTextCache cache = new SqlTextCache(SqlDialect.GENERIC, true);

    @Test
    void equalTextsAreReadOnce() {
        String sql = "SELECT 1 FROM a";
        SqlText text = cache.get(sql);
        assertThat(text.query()).isEqualTo("SELECT ? FROM a");
        assertThat(cache.get(new String(sql))).isSameAs(text);
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void whatIsUsedStaysAndWhatIsNotGoes() {
        SqlText used = cache.get("SELECT 1 FROM used");
        cache.get("SELECT 1 FROM unused");
        for (int i = 0; i < 5_000; i++) {
            cache.get("SELECT " + i);
            assertThat(cache.size()).isLessThanOrEqualTo(1000);
            if (i % 100 == 0) {
                assertThat(cache.get("SELECT 1 FROM used")).isSameAs(used);
            }
        }
        assertThat(cache.peek("SELECT 1 FROM unused")).isNull();
        assertThat(cache.dropped()).isGreaterThan(3_000);
    }

    @Test
    void longTextsAreNotKeptAndManyCharactersAreDropped() {
        String longest = "SELECT '" + "x".repeat(10 * 1024 - 9) + "'";
        assertThat(cache.get(longest).query()).isEqualTo("SELECT ?");
        assertThat(cache.peek(longest)).isNotNull();
        assertThat(cache.get(longest + " ").query()).isEqualTo("SELECT ? ");
        assertThat(cache.peek(longest + " ")).isNull();
        for (int i = 0; i < 1_000; i++) {
            cache.get("SELECT " + i + " /*" + "x".repeat(9_000));
        }
        assertThat(cache.size()).isLessThan(100);
    }

    @Test
    void literalsCanBeKept() {
        assertThat(new SqlTextCache(SqlDialect.GENERIC, false).get("SELECT 1").query())
                .isEqualTo("SELECT 1");
    }

    @Test
    void manyThreadsGetWhatTheyAskFor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(t);
                tasks.add(() -> {
                    int right = 0;
                    for (int i = 0; i < 20_000; i++) {
                        int table = random.nextInt(1_500);
                        String summary = cache.get("SELECT * FROM t" + table).summary();
                        right += summary.equals("SELECT t" + table) ? 1 : 0;
                    }
                    return right;
                });
            }
            for (Future<Integer> result : executor.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(20_000);
            }
            assertThat(cache.size()).isLessThanOrEqualTo(1000);
        } finally {
            executor.shutdownNow();
        }
    }
}
