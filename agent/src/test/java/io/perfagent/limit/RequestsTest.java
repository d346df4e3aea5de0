package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Tracing tracing = new Recorder().tracing;
    private final PathPatterns health = new PathPatterns(List.of("/health"));
    private final Caps caps = new Caps(0, new TreeMap<>(Map.of("/one", 1, "/health", 1)), 0);
    private final Requests requests = new Requests(health, 2, caps, Rates.NONE, Tiers.NONE, Rejection.DEFAULT);

    private Operation begin() {
        Operation operation = tracing.beginRequest(OperationKinds.HTTP_SERVER, null);
        assertThat(operation).isNotNull();
        return operation;
    }

    /** A request that is inside, and on no thread. */
    private Operation inside(String path) {
        return inside(path, System.nanoTime());
    }

    private Operation inside(String path, long startNanos) {
        Operation operation = begin();
        operation.startNanos = startNanos;
        assertThat(requests.enter(operation, path, true)).isNull();
        tracing.detach(operation);
        return operation;
    }

    private String asked(String path) {
        Operation operation = begin();
        String reason = requests.enter(operation, path, true);
        assertThat(operation.limitReason).isEqualTo(reason);
        tracing.end(operation);
        return reason;
    }

    @Test
    void a_cap_holds_until_the_one_inside_has_ended_and_other_paths_go_on() {
        caps.hold(200);
        Operation first = inside("/one");
        assertThat(asked("/one")).isEqualTo("cap");
        assertThat(asked("/other")).isNull();
        tracing.end(first);
        assertThat(asked("/one")).isNull();
        assertThat(requests.holding()).isZero();
    }

    @Test
    void what_was_let_in_is_not_asked_again() {
        caps.hold(200);
        Operation operation = begin();
        assertThat(requests.enter(operation, "/one", true)).isNull();
        assertThat(requests.enter(operation, "/one", true))
                .describedAs("a dispatch")
                .isNull();
        tracing.end(operation);
        assertThat(asked("/one")).isNull();
    }

    @Test
    void what_came_before_there_was_a_limit_is_not_asked_when_it_is_dispatched() {
        Requests none = new Requests(health);
        Operation operation = begin();
        assertThat(none.enter(operation, "/x", true)).isNull();
        ResourceUse pool = none.pool("main", 1);
        assertThat(pool).isNotNull();
        none.resources()[0].gate().hold(1, 0);
        none.resources()[0].gate().tryEnter();
        assertThat(none.enter(operation, "/x", true)).isNull();
        tracing.end(operation);
    }

    @Test
    void beyond_a_rate_the_answer_is_another_one() {
        Rates rates = new Rates(Map.of("/fast", new Rates.Rate(0.001, 2)));
        Requests limited = new Requests(health, 2, Caps.NONE, rates, Tiers.NONE, Rejection.DEFAULT);
        for (int i = 0; i < 4; i++) {
            Operation operation = begin();
            assertThat(limited.enter(operation, "/fast", true)).isEqualTo(i < 2 ? null : "rate");
            assertThat(limited.rejection(operation).status).isEqualTo(i < 2 ? 503 : 429);
            tracing.end(operation);
            Operation other = begin();
            assertThat(limited.enter(other, "/other", true)).isNull();
            tracing.end(other);
        }
        rates.open();
        Operation operation = begin();
        assertThat(limited.enter(operation, "/fast", true)).isNull();
        tracing.end(operation);
        assertThat(rates.rejections(0)).isEqualTo(2);
    }

    @Test
    void health_checks_have_a_reserve_and_beyond_it_are_as_any_other() {
        caps.hold(200);
        Operation first = inside("/health");
        Operation second = inside("/health");
        Operation third = inside("/health"); // in its cap
        assertThat(asked("/health")).isEqualTo("cap");
        tracing.end(second);
        assertThat(asked("/health")).isNull();
        tracing.end(first);
        tracing.end(third);
        assertThat(requests.holding()).isZero();
    }

    @Test
    void a_health_check_that_waits_for_the_pool_is_a_finding() {
        ResourceUse pool = requests.pool("main", 1);
        assertThat(pool).isNotNull();
        Operation check = begin();
        requests.enter(check, "/health", true);
        pool.waited(1_000_000);
        assertThat(LimitReport.text(requests)).doesNotContain("finding");
        pool.waited(3 * SECOND);
        tracing.end(check);
        assertThat(LimitReport.text(requests)).contains("/health waited for main, 1 times, for up to 3000 ms");
    }

    @Test
    void one_that_does_not_end_is_taken_out_and_its_late_end_gives_nothing_back() {
        caps.hold(200);
        Operation endless = inside("/one");
        requests.takeOutStuck(System.nanoTime() + 59 * SECOND);
        assertThat(asked("/one")).isEqualTo("cap");
        requests.takeOutStuck(System.nanoTime() + 62 * SECOND);
        assertThat(requests.stuck().count()).isEqualTo(1);
        Operation next = inside("/one", System.nanoTime() + 62 * SECOND);
        tracing.end(endless);
        assertThat(requests.stuck().lateEnds()).isEqualTo(1);
        assertThat(asked("/one")).describedAs("its place is the next one's").isEqualTo("cap");
        tracing.end(next);
        assertThat(requests.holding()).isZero();
        assertThat(caps.gateOf(0).inside()).isZero();
        assertThat(caps.gateOf(1).inside()).isZero();
    }

    @Test
    void whatever_comes_and_goes_no_place_is_lost() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ResourceUse pool = requests.pool("main", 2);
        assertThat(pool).isNotNull();
        requests.resources()[0].gate().hold(3, 0);
        caps.hold(200);
        String[] paths = {"/one", "/health", "/db/1", "/db/2", "/static"};
        List<Operation> inside = new ArrayList<>();
        long now = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    String path = paths[random.nextInt(paths.length)];
                    Operation operation = begin();
                    operation.startNanos = now;
                    if (requests.enter(operation, path, random.nextBoolean()) != null) {
                        tracing.end(operation);
                    } else {
                        if (path.startsWith("/db") || path.equals("/health")) {
                            pool.waited(random.nextInt(100_000_000));
                        }
                        tracing.detach(operation);
                        inside.add(operation);
                    }
                }
                case 2, 3 -> {
                    if (!inside.isEmpty()) {
                        tracing.end(inside.remove(random.nextInt(inside.size())));
                    }
                }
                default -> {
                    if (random.nextInt(100) == 0) {
                        now += 30 * SECOND;
                        requests.takeOutStuck(now);
                    } else if (inside.size() > 3) {
                        tracing.resume(inside.remove(0)); // abandoned by the next request on this thread
                    }
                }
            }
            assertThat(caps.gateOf(0).inside()).describedAs("seed " + seed).isBetween(0, 1);
            assertThat(requests.resources()[0].gate().inside())
                    .describedAs("seed " + seed)
                    .isBetween(0, 3);
        }
        for (Operation operation : inside) {
            tracing.end(operation);
        }
        tracing.end(begin()); // abandons what was left on this thread
        assertThat(requests.holding()).describedAs("seed " + seed).isZero();
        assertThat(requests.resources()[0].gate().inside())
                .describedAs("seed " + seed)
                .isZero();
        assertThat(caps.gateOf(0).inside() + caps.gateOf(1).inside())
                .describedAs("seed " + seed)
                .isZero();
        assertThat(requests.stuck().count()).isPositive();
    }
}
