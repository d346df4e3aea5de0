package io.perfagent.profile.hot;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.profile.attribution.Owner;
import io.perfagent.profile.stack.StackProfile;
import io.perfagent.profile.stack.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HotPathsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long PERIOD = 20_000_000L;

    /** Thread 1 works for /a in even seconds and for /b in odd ones; nothing is known of other threads. */
    private final HotPaths hot = new HotPaths(60 * SECOND);

    /** Until then the operation of second 10 has not ended. */
    private long endedNanos;

    @BeforeEach
    void ask() {
        hot.begin(9 * SECOND);
        hot.ask((thread, nanos) -> {
            if (thread != 1) {
                return null;
            }
            return nanos < 11 * SECOND && endedNanos == 0
                    ? Owner.RUNNING
                    : new Owner(
                            "SELECT x", nanos / SECOND % 2 == 0 ? "HTTP server GET /a" : "HTTP server GET /b", null);
        });
    }

    private void cpu(long thread, long nanoTime, String... frames) {
        hot.sample(new Sample(Sample.Kind.CPU, thread, nanoTime, List.of(frames), PERIOD));
    }

    private static Map<String, Long> byOperation(StackProfile profile) {
        Map<String, Long> values = new HashMap<>();
        profile.root().children().forEach(child -> values.put(child.frame(), child.total()));
        return values;
    }

    @Test
    void samplesWaitUntilTheirOperationHasEndedAndGoToTheOutermost() {
        cpu(1, 10 * SECOND, "app.Main.run", "app.A.work");
        hot.advance(11 * SECOND);
        assertThat(hot.cpu().samples()).isZero();

        endedNanos = 11 * SECOND;
        cpu(1, 11 * SECOND, "app.Main.run", "app.B.work");
        cpu(2, 11 * SECOND, "app.Other.work");
        hot.advance(13 * SECOND);

        assertThat(byOperation(hot.cpu()))
                .containsOnly(
                        Map.entry("HTTP server GET /a", PERIOD),
                        Map.entry("HTTP server GET /b", PERIOD),
                        Map.entry(HotPaths.UNATTRIBUTED, PERIOD));
        assertThat(hot.total(Count.SAMPLES)).isEqualTo(3);
        assertThat(hot.total(Count.UNATTRIBUTED)).isEqualTo(1);
    }

    @Test
    void samplesThatNeverLearnOfTheirOperationAreNotLost() {
        for (int i = 0; i < 10_000; i++) {
            cpu(1, 10 * SECOND, "app.A.work");
        }
        hot.advance(30 * SECOND);

        assertThat(hot.cpu().samples()).isEqualTo(10_000);
    }

    @Test
    void locksAreToldWithWhoWaited() {
        endedNanos = 11 * SECOND;
        hot.sample(new Sample(Sample.Kind.LOCK, 1, 10 * SECOND, List.of("app.Book"), 30 * SECOND));
        hot.sample(new Sample(Sample.Kind.LOCK, 1, 11 * SECOND, List.of("app.Book"), 10 * SECOND));
        hot.advance(14 * SECOND);

        assertThat(hot.list(TopList.LOCKS, false).top(9))
                .containsExactly(new TopTable.Entry("app.Book", 2, 40 * SECOND, 30 * SECOND));
        assertThat(hot.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("lock");
            assertThat(finding.payers().get(0).name()).isEqualTo("HTTP server GET /a");
            assertThat(finding.payers().get(0).share()).isEqualTo(0.75);
        });
    }

    @Test
    void theReportNamesMethodsOperationsAndWhatIsNotKnown() {
        endedNanos = 11 * SECOND;
        for (int i = 0; i < 50; i++) {
            cpu(1, 10 * SECOND, "app.Main.run", "app.A.work");
        }
        cpu(2, 10 * SECOND, "app.Other.work");
        hot.count(Count.LOST, "stack", 3);
        hot.advance(13 * SECOND);

        String report = HotReport.of(hot);
        assertThat(report)
                .contains("51 CPU samples, 98 % attributed", "lost since the start: 3")
                .containsPattern("98 % +98 %  app.A.work")
                .contains("HTTP server GET /a")
                .contains("no collection seen yet");
    }

    @Test
    void pruningKeepsTotals() {
        StackProfile profile = new StackProfile(Unit.COUNT, 1000);
        for (int i = 0; i < 100; i++) {
            profile.add(List.of("op", "a", "b" + i), 1, 1);
        }
        profile.add(List.of("op", "a", "big"), 100, 1);

        StackProfile pruned = Pruning.prune(profile, 0.05, 1000);

        assertThat(pruned.total()).isEqualTo(200);
        assertThat(pruned.samples()).isEqualTo(101);
        assertThat(pruned.nodes()).isEqualTo(3);
    }

    @Test
    void whatHasStoppedHasNoGaugesAndNoFindingsOfNow() {
        cpu(2, 11 * SECOND, "app.Other.work");
        hot.advance(13 * SECOND);
        assertThat(HotReport.of(hot)).startsWith("the last ");

        hot.rest();
        assertThat(hot.isResting()).isTrue();
        assertThat(HotReport.of(hot)).startsWith("JFR does not run; until it stopped, the last ");
        assertThat(HotReport.brief(hot)).contains(", until JFR stopped");

        hot.begin(100 * SECOND);
        assertThat(hot.isResting()).isFalse();
    }
}
