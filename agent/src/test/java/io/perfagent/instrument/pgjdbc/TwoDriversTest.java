package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.faults.FaultLoader;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two applications in one process, each with a driver of its own: one is never given what the other has read. */
class TwoDriversTest {
    @AfterEach
    void uninstall() {
        Caches.install(null);
    }

    @SuppressWarnings("unchecked")
    private static Function<String, String> driver() throws ReflectiveOperationException {
        Class<?> type = new FaultLoader("io.perfagent.instrument.pgjdbc.")
                .loadClass("io.perfagent.instrument.pgjdbc.DriverScenario");
        return (Function<String, String>) type.getDeclaredConstructor().newInstance();
    }

    private static String served(Function<String, String> driver, String value) {
        String read = "";
        for (int i = 0; i < 50 && !read.endsWith("from memory"); i++) { // but for hits that are checked
            read = driver.apply(value);
        }
        return read;
    }

    private static Caches caches() {
        Caches caches = new Caches(
                new CacheOptions(0.001, 1 << 20, 1 << 16, new DataClasses("X", Map.of(), new ArrayList<>())));
        Caches.install(caches);
        caches.rules(CacheRules.ofSetting("R", "sql:SELECT item=static,ttl=1h", new ArrayList<>()));
        return caches;
    }

    private static void putInForce(Caches caches) {
        for (ReadKind kind : caches.kinds()) {
            kind.putInForce(Objects.requireNonNull(kind.rule()));
        }
    }

    /** By name, the driver looks for a column where the query was last described to have it. */
    @Test
    void an_answer_with_other_columns_than_the_driver_knows_is_none() throws ReflectiveOperationException {
        Caches caches = caches();
        Function<String, String> driver = driver();
        driver.apply("value");
        putInForce(caches);
        assertThat(served(driver, "value")).isEqualTo("value from memory");

        driver.apply(DriverScenario.DESCRIBED + "id");
        assertThat(served(driver, "value")).isEqualTo("value");
        driver.apply(DriverScenario.DESCRIBED + "name");
        assertThat(served(driver, "value")).isEqualTo("value from memory");
    }

    @Test
    void what_one_has_read_is_not_the_others() throws ReflectiveOperationException {
        Caches caches = caches();
        Function<String, String> one = driver();
        Function<String, String> other = driver();
        one.apply("of one");
        putInForce(caches);

        assertThat(served(one, "of one")).isEqualTo("of one from memory");
        assertThat(other.apply("of the other")).isEqualTo("of the other");
        assertThat(served(other, "of the other")).isEqualTo("of the other from memory");
        assertThat(served(one, "of one")).isEqualTo("of one from memory");
    }
}
