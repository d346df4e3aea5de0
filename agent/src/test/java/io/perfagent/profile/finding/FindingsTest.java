package io.perfagent.profile.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.profile.stack.StackProfile;
import io.perfagent.profile.stack.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final StackProfile cpu = new StackProfile(Unit.NANOSECONDS, 10_000);
    private final StackProfile allocation = new StackProfile(Unit.BYTES, 10_000);
    private final LiveHeap heap = new LiveHeap();

    private List<Finding> find(double thrownPerSecond, long gcPauseNanos, Evidence.Lock... locks) {
        return Findings.of(
                new Evidence(MINUTE, cpu, allocation, List.of(locks), thrownPerSecond, gcPauseNanos, heap, null));
    }

    private void cpu(double seconds, String... frames) {
        cpu.add(List.of(frames), (long) (seconds * SECOND), 100);
    }

    @Test
    void aCauseIsToldWithWhereItIsAndWhoPays() {
        cpu(9, "GET /search", "app.Search.find", "java.util.regex.Matcher.match");
        cpu(1, "GET /other", "app.Other.find", "java.util.regex.Matcher.match");
        for (int i = 0; i < 50; i++) {
            cpu(1, "GET /other", "app.Many.method" + i);
        }

        List<Finding> found = find(0, 0);

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("cpu.regular_expressions");
            assertThat(finding.cost()).isEqualTo("17 % of the sampled CPU time, 0.17 cores");
            assertThat(finding.culprits())
                    .containsExactly(new Finding.Part("app.Search.find", 0.9), new Finding.Part("app.Other.find", 0.1));
            assertThat(finding.payers().get(0)).isEqualTo(new Finding.Part("GET /search", 0.9));
        });
    }

    @Test
    void ranksByHowFarTheThresholdIsExceeded() {
        cpu(30, "GET /hot", "app.Hot.loop");
        cpu(10, "GET /search", "app.Search.find", "java.util.regex.Matcher.match");
        cpu(1, "GET /rest", "app.Rest.of");

        assertThat(find(0, 0)).extracting(Finding::id).containsExactly("cpu.method", "cpu.regular_expressions");
    }

    @Test
    void aShareOfNextToNothingIsNothing() {
        cpu(0.5, "GET /search", "app.Search.find", "java.util.regex.Matcher.match");
        allocation.add(List.of("GET /x", "app.X.y", "new byte[]"), 1_000_000, 100);

        assertThat(find(5, SECOND, new Evidence.Lock("app.Book", 3, SECOND, List.of())))
                .isEmpty();
    }

    @Test
    void aFewSamplesAreChance() {
        cpu.add(List.of("GET /x", "app.X.y"), 50 * SECOND, 10);

        assertThat(find(0, 0)).isEmpty();
    }

    @Test
    void memoryForBoxingAndTheSiteThatAllocatesMost() {
        allocation.add(
                List.of("GET /sum", "app.Sum.of", "java.lang.Integer.valueOf", "new java.lang.Integer"), 1L << 31, 99);
        allocation.add(List.of("GET /export", "app.Export.row", "new byte[]"), 1L << 32, 99);

        assertThat(find(0, 0))
                .extracting(Finding::id)
                .containsExactlyInAnyOrder("allocation.boxing", "allocation.site");
    }

    @Test
    void exceptionsAreToldByTheirRate() {
        allocation.add(List.of("GET /lookup", "app.Stock.of", "new app.NotFoundException"), 5000, 3);

        assertThat(find(5000, 0)).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("exceptions");
            assertThat(finding.culprits().get(0).name()).isEqualTo("app.Stock.of");
            assertThat(finding.payers().get(0).name()).isEqualTo("GET /lookup");
        });
    }

    @Test
    void aLockIsToldByTheThreadsThatWait() {
        assertThat(find(0, 0, new Evidence.Lock("app.Book, held by pool-*", 60, MINUTE, List.of())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.id()).isEqualTo("lock");
                    assertThat(finding.cost()).isEqualTo("1.00 threads waiting for it on average, 60 waits of 1000 ms");
                });
    }

    @Test
    void collectionsAreToldWithASizeThatWouldDo() {
        heap.limit(200L << 20);
        heap.left(0, 150L << 20);
        heap.collected("G1Full");
        heap.left(SECOND, 150L << 20);
        heap.collected("G1Full");

        assertThat(find(0, 6 * SECOND)).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("gc");
            assertThat(finding.advice()).contains("450 MiB (-Xmx)");
        });
    }

    @Test
    void risingTroughsAreALeakAndFallingOnesAreNot() {
        heap.limit(1000L << 20);
        for (int i = 0; i < 10; i++) {
            heap.left(i * SECOND, (100L + i * 20) << 20);
            heap.collected("G1Old");
        }

        assertThat(find(0, 0)).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("leak");
            assertThat(finding.cost()).contains("grows by 20.0 MiB/s");
        });
    }
}
