package io.perfagent.coldstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedClassTest {
    @Test
    void a_line_tells_name_time_thread_and_source() {
        assertThat(LoadedClass.parse("[812345ns][4711] com.acme.Shop source: file:/opt/shop.jar"))
                .isEqualTo(new LoadedClass("com.acme.Shop", 812345, 4711, false));
        assertThat(LoadedClass.parse("[812345ns][4711  ] java.util.List source: shared objects file (top)"))
                .isEqualTo(new LoadedClass("java.util.List", 812345, 4711, true));
        LoadedClass hidden =
                LoadedClass.parse("[1ns][2] com.acme.Shop$$Lambda$14/0x0000000800c03000 source: com.acme.Shop");
        assertThat(hidden).isNotNull();
        assertThat(hidden.isHidden()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "com.acme.Shop source: file:/opt/shop.jar",
                "[x]",
                "[12ns][] com.acme.Shop source: x",
                "[ns][1] com.acme.Shop source: x",
                "[99999999999999999999ns][1] a.B source: x",
                " source: [1ns][2] ",
                "[1ns][2] half a line"
            })
    void another_line_is_none(String line) {
        assertThat(LoadedClass.parse(line)).isNull();
    }

    @Test
    void no_line_is_an_exception() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "[]ns:1 source: a.B";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                int at = random.nextInt(alphabet.length());
                line.append(alphabet, at, Math.min(alphabet.length(), at + 1 + random.nextInt(9)));
            }
            LoadedClass parsed = LoadedClass.parse(line.toString());
            assertThat(parsed == null || parsed.name().length() < line.length())
                    .as("seed %d: %s", seed, line)
                    .isTrue();
        }
    }

    @Test
    void groups_tell_shared_parsed_earlier_and_time_of_what_was_loaded_next() {
        List<LoadedGroups.Place> places = List.of(
                new LoadedGroups.Place("java.lang.Object", "boot", "JDK"),
                new LoadedGroups.Place("a.Parsed", "app", "a.jar"),
                new LoadedGroups.Place("a.Shared", "app", "a.jar"),
                new LoadedGroups.Place("b.Parsed", "app", "b.jar"));
        List<LoadedClass> log = List.of(
                new LoadedClass("a.Parsed", 100, 71, false),
                new LoadedClass("a.Shared", 200, 71, true),
                new LoadedClass("a.Parsed$$Lambda$1/0x1", 210, 71, false),
                new LoadedClass("b.Parsed", 300, 72, false));
        List<String> loading =
                List.of("a.Main.main", "java.lang.ClassLoader.loadClass", "java.lang.ClassLoader.defineClass1");
        StartSamples samples = new StartSamples(5);
        samples.thread(1, 71, "main");
        samples.thread(2, 72, "other");
        samples.add(1, 90, 5, loading, false);
        samples.add(1, 150, 5, loading, false);
        samples.add(1, 160, 5, List.of("a.Main.main"), false);
        samples.add(2, 150, 50, loading, false);

        LoadedGroups groups = LoadedGroups.of(places, log, samples);

        assertThat(groups.jars)
                .containsExactly(
                        new LoadedGroups.Group("b.jar", 0, 1, 0, 50),
                        new LoadedGroups.Group("a.jar", 1, 1, 0, 10),
                        new LoadedGroups.Group("JDK", 0, 0, 1, 0));
        assertThat(groups.loaders)
                .containsExactly(
                        new LoadedGroups.Group("app", 1, 2, 0, 60), new LoadedGroups.Group("boot", 0, 0, 1, 0));
        assertThat(groups.hidden).isEqualTo(1);
        assertThat(LoadedGroups.of(places, log, null).jars)
                .allSatisfy(one -> assertThat(one.sampledNanos()).isEqualTo(LoadedGroups.NOT_MEASURED));
    }
}
