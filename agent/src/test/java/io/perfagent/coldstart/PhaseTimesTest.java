package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {
    private static final long MILLI = 1_000_000;
    private final Anchors anchors = new Anchors();

    PhaseTimesTest() {
        anchors.set(Point.PREMAIN, 1_000 * MILLI);
    }

    private static TargetPhase phase(String text) {
        List<String> problems = new ArrayList<>();
        List<TargetPhase> phases = TargetsParser.parse("TARGETS", text, problems);
        assertThat(problems).isEmpty();
        return phases.get(0);
    }

    private String at(String phase, Starts starts, long nowMillis) {
        PhaseTimes.Time time = PhaseTimes.of(phase(phase), anchors, starts.records(), Starts.MAIN, nowMillis * MILLI);
        return time == null ? "not begun" : time.nanos() / MILLI + (time.running() ? " running" : "");
    }

    @Test
    void a_stretch_runs_from_point_to_point() {
        Starts none = new Starts();
        assertThat(at("ready=1", none, 1_250)).isEqualTo("250 running");
        assertThat(at("web=1 from:main to:listening", none, 1_250)).isEqualTo("not begun");

        anchors.set(Point.MAIN, 1_300 * MILLI);
        assertThat(at("web=1 from:main to:listening", none, 1_350)).isEqualTo("50 running");

        anchors.set(Point.LISTENING, 1_400 * MILLI);
        anchors.ready(1_500 * MILLI, "somebody");
        assertThat(at("web=1 from:main to:listening", none, 9_000)).isEqualTo("100");
        assertThat(at("ready=1", none, 9_000)).isEqualTo("500");
        assertThat(at("total=1", none, 1_600)).isEqualTo("600 running");
    }

    @Test
    void components_count_while_one_at_least_is_under_way_and_until_ready() {
        Starts starts = new Starts()
                .bean("dataSource", 1_100, 1_200)
                .piece(Kind.BEAN, "dataSource2", 2, 1_150, 1_300)
                .bean("other", 1_300, 1_900)
                .bean("dataSource3", 1_400, 1_600);

        assertThat(at("db=1 of:bean:dataSource", starts, 1_050)).isEqualTo("not begun");
        assertThat(at("db=1 of:bean:dataSource", starts, 2_000)).isEqualTo("400");
        assertThat(at("db=1 of:pool", starts, 2_000)).isEqualTo("not begun");

        anchors.ready(1_500 * MILLI, "somebody");
        assertThat(at("db=1 of:bean:dataSource", starts, 2_000)).isEqualTo("300");
    }

    @Test
    void a_component_without_an_end_runs() {
        StartRecord open = new StartRecord(Kind.POOL, "pool", 0, Starts.MAIN, "main", 1_100 * MILLI);
        StartRecord[] records = {open};

        PhaseTimes.Time time = PhaseTimes.of(phase("db=1 of:pool"), anchors, records, Starts.MAIN, 1_350 * MILLI);

        assertThat(time).isEqualTo(new PhaseTimes.Time(250 * MILLI, true));
    }

    @Test
    void the_critical_path_is_what_main_has_done_by_name_as_long_as_nobody_knows_it() {
        Starts starts = new Starts()
                .bean("outer", 1_100, 1_400)
                .bean("inner", 1_200, 1_300)
                .piece(Kind.BEAN, "elsewhere", 2, 1_100, 1_900)
                .piece(Kind.WAIT, "wait", Starts.MAIN, 1_500, 1_900);

        assertThat(at("critical=1", starts, 2_000)).isEqualTo("300 running");
    }

    @Test
    void random_stretches_last_as_long_as_counted_millisecond_by_millisecond() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int count = random.nextInt(12);
            long[] starts = new long[count];
            long[] ends = new long[count];
            boolean[] covered = new boolean[200];
            for (int i = 0; i < count; i++) {
                starts[i] = random.nextInt(100);
                ends[i] = starts[i] + random.nextInt(40);
                for (int at = (int) starts[i]; at < ends[i]; at++) {
                    covered[at] = true;
                }
            }
            long expected = 0;
            for (boolean one : covered) {
                expected += one ? 1 : 0;
            }
            assertThat(PhaseTimes.union(starts, ends))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
        }
    }
}
