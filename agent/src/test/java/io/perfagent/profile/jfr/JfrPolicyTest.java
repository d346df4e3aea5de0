package io.perfagent.profile.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When JFR starts, yields, comes back, and records less. */
class JfrPolicyTest {
    @ParameterizedTest
    @CsvSource({"2, 200, true", "1, 4000, false", "1.5, 4000, false", "8, 127, false", "8, 128, true", "2, -1, true"})
    void startsByItselfWithProcessorsAndMemoryToSpare(double cpus, long spareMib, boolean starts) {
        String objection = JfrAdmission.objection(cpus, spareMib < 0 ? -1 : spareMib << 20);

        assertThat(objection == null).as("%s", objection).isEqualTo(starts);
    }

    @Test
    void pressureMustLast() {
        JfrPressure pressure = new JfrPressure();
        for (int second = 0; second < 300; second++) {
            assertThat(pressure.running(second % 15 == 0 ? 0.5 : 1, -1, -1)).isNull();
        }
        String why = pressure.running(0.5, -1, -1);
        for (int second = 0; second < 20; second++) {
            assertThat(why).isNull();
            why = pressure.running(0.99, -1, -1);
        }
        assertThat(why).isEqualTo("the processors are busy (99 %)");
    }

    @Test
    void throttlingAndItsOwnCostMakeItYield() {
        String why = null;
        JfrPressure throttled = new JfrPressure();
        for (int second = 0; second < 10; second++) {
            why = throttled.running(0.3, 0.5, -1);
        }
        assertThat(why).isEqualTo("the container is throttled in 50 % of its periods");
        JfrPressure dear = new JfrPressure();
        for (int second = 0; second < 60; second++) {
            why = dear.running(0.3, 0, 0.03);
        }
        assertThat(why).isEqualTo("it took 3.0 % of the processors itself");
    }

    @Test
    void comesBackLaterEachTime() {
        JfrPressure pressure = new JfrPressure();

        assertThat(calmSeconds(pressure)).isEqualTo(60);
        assertThat(calmSeconds(pressure)).isEqualTo(120);
        for (int second = 0; second < 200; second++) {
            assertThat(pressure.waiting(1, -1)).isFalse();
        }
        assertThat(calmSeconds(pressure)).isEqualTo(240);
        for (int i = 0; i < 10; i++) {
            calmSeconds(pressure);
        }
        assertThat(calmSeconds(pressure)).isEqualTo(3600);
    }

    private static int calmSeconds(JfrPressure pressure) {
        int seconds = 1;
        while (!pressure.waiting(0.2, 0)) {
            seconds++;
        }
        return seconds;
    }

    @Test
    void aFloodRaisesThresholdsAndThenIsSwitchedOff() {
        FloodGuard guard = new FloodGuard();
        assertThat(flood(guard, "jdk.ThreadPark", true, FloodGuard.MAX_PER_SECOND))
                .isEqualTo(FloodGuard.Verdict.FINE);
        for (int i = 0; i < FloodGuard.MAX_RAISES; i++) {
            assertThat(flood(guard, "jdk.ThreadPark", true, FloodGuard.MAX_PER_SECOND + 1))
                    .isEqualTo(FloodGuard.Verdict.RAISE_THRESHOLD);
        }
        assertThat(flood(guard, "jdk.ThreadPark", true, FloodGuard.MAX_PER_SECOND + 1))
                .isEqualTo(FloodGuard.Verdict.SWITCH_OFF);
        assertThat(flood(guard, "jdk.Deoptimization", false, FloodGuard.MAX_PER_SECOND + 1))
                .isEqualTo(FloodGuard.Verdict.SWITCH_OFF);
    }

    private static FloodGuard.Verdict flood(FloodGuard guard, String name, boolean threshold, int events) {
        FloodGuard.Verdict verdict = FloodGuard.Verdict.FINE;
        for (int second = 0; second < FloodGuard.SECONDS; second++) {
            for (int i = 0; i < events; i++) {
                guard.event(name);
            }
            verdict = guard.second(new JfrEvents(EventGroup.LOCKS, name, threshold ? 20 : 0, 0, null, false));
        }
        return verdict;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void samplesAreNeverSwitchedOff(boolean cpuTime) {
        FloodGuard guard = new FloodGuard();
        for (JfrEvents event : JfrEvents.samples(cpuTime, 10)) {
            if (!event.name().equals("jdk.CPUTimeSamplesLost")) {
                for (int second = 0; second < 10; second++) {
                    for (int i = 0; i < 5 * FloodGuard.MAX_PER_SECOND; i++) {
                        guard.event(event.name());
                    }
                    assertThat(guard.second(event)).as(event.name()).isEqualTo(FloodGuard.Verdict.FINE);
                }
            }
        }
    }

    @Test
    void clocksAreMappedByTheLeastLatePairAndJumpsAreFollowed() {
        ClockMap clock = new ClockMap();
        clock.pair(1_000_000_500, 500);
        clock.pair(1_000_020_900, 900);
        assertThat(clock.nanoTime(1_000_001_000)).isEqualTo(1000);

        clock.pair(2_000_000_000, 1000);
        assertThat(clock.nanoTime(2_000_000_100)).isEqualTo(1100);
    }

    @ParameterizedTest
    @CsvSource({
        "app.Shop, app.Shop",
        "app.Shop$$Lambda$14/0x0000000800c03000, app.Shop$$Lambda",
        "app.Shop$$Lambda.0x00007f1a2c01, app.Shop$$Lambda",
        "java.lang.invoke.LambdaForm$DMH.0x00007f1a2c01, java.lang.invoke.LambdaForm$DMH",
        "jdk.internal.reflect.GeneratedMethodAccessor12, jdk.internal.reflect.GeneratedMethodAccessor",
        "[B, byte[]",
        "[[Ljava.lang.String;, java.lang.String[][]",
        "app.Version2, app.Version2"
    })
    void namesHaveNothingThatChangesFromStartToStart(String recorded, String plain) {
        assertThat(FrameNames.plain(recorded)).isEqualTo(plain);
    }
}
