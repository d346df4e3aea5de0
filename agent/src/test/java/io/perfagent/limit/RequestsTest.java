package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Recorder;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.instrument.family.ResourceUse;
import io.perfagent.limit.policy.MemoryPressure;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.metric.OperationKinds;
import io.perfagent.pool.FakePool;
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
    private final List<Operation> inside = new ArrayList<>();
    private final PathPatterns health = new PathPatterns(List.of("/health"));
    private final Caps caps = new Caps(0, new TreeMap<>(Map.of("/one", 1, "/health", 1)), 0);
    private final Requests requests =
            new Requests(health, 2, caps, Rates.NONE, KeyLimits.NONE, Tiers.NONE, Cohorts.NONE, Rejection.DEFAULT);

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
        assertThat(requests.enter(operation, path, true, FakeReader.ONE, FakeReader.PLAIN))
                .isNull();
        tracing.detach(operation);
        return operation;
    }

    private String asked(String path) {
        Operation operation = begin();
        String reason = requests.enter(operation, path, true, FakeReader.ONE, FakeReader.PLAIN);
        assertThat(operation.limitReason).isEqualTo(reason);
        tracing.end(operation);
        return reason;
    }

    @Test
    void low_tiers_are_shed_while_memory_is_short_and_health_checks_never() {
        Tiers tiers = new Tiers(new TreeMap<>(Map.of("/low", "low", "/checkout", "critical")), "x-priority");
        Requests tiered =
                new Requests(health, 2, Caps.NONE, Rates.NONE, KeyLimits.NONE, tiers, Cohorts.NONE, Rejection.DEFAULT);
        assertThat(shedBy(tiered)).isEmpty();
        tiered.shed(MemoryPressure.Level.SHED_LOW, false);
        assertThat(shedBy(tiered)).as("only known").isEmpty();
        assertThat(tiered.wouldShed()).isTrue();
        assertThat(tiered.isHolding()).isFalse();
        tiered.shed(MemoryPressure.Level.SHED_LOW, true);
        assertThat(shedBy(tiered)).containsExactly("/low", "/by-header");
        assertThat(tiered.isHolding()).isTrue();
        tiered.shed(MemoryPressure.Level.SHED_MOST, true);
        assertThat(shedBy(tiered)).containsExactly("/low", "/by-header", "/other");
        tiered.shed(MemoryPressure.Level.SHRINK_CACHES, true);
        assertThat(shedBy(tiered)).isEmpty();

        requests.shed(MemoryPressure.Level.SHED_MOST, true);
        assertThat(shedBy(requests)).as("without tiers there is nobody to shed").isEmpty();
    }

    private List<String> shedBy(Requests tiered) {
        List<String> shed = new ArrayList<>();
        for (String path : List.of("/low", "/by-header", "/other", "/checkout", "/health")) {
            Operation operation = begin();
            Map<String, String> headers =
                    path.equals("/by-header") ? Map.of("x-priority", "background") : FakeReader.PLAIN;
            if ("memory".equals(tiered.enter(operation, path, true, FakeReader.ONE, headers))) {
                shed.add(path);
            }
            tracing.end(operation);
        }
        return shed;
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
        assertThat(requests.enter(operation, "/one", true, FakeReader.ONE, FakeReader.PLAIN))
                .isNull();
        assertThat(requests.enter(operation, "/one", true, FakeReader.ONE, FakeReader.PLAIN))
                .describedAs("a dispatch")
                .isNull();
        tracing.end(operation);
        assertThat(asked("/one")).isNull();
    }

    @Test
    void what_came_before_there_was_a_limit_is_not_asked_when_it_is_dispatched() {
        Requests none = new Requests(health);
        Operation operation = begin();
        assertThat(none.enter(operation, "/x", true, FakeReader.ONE, FakeReader.PLAIN))
                .isNull();
        ResourceUse pool = none.pool("main", 1);
        assertThat(pool).isNotNull();
        none.resources()[0].gate().hold(1, 0);
        none.resources()[0].gate().tryEnter();
        assertThat(none.enter(operation, "/x", true, FakeReader.ONE, FakeReader.PLAIN))
                .isNull();
        tracing.end(operation);
    }

    @Test
    void beyond_a_rate_the_answer_is_another_one() {
        Rates rates = new Rates(Map.of("/fast", new Rates.Rate(0.001, 2)));
        Requests limited =
                new Requests(health, 2, Caps.NONE, rates, KeyLimits.NONE, Tiers.NONE, Cohorts.NONE, Rejection.DEFAULT);
        for (int i = 0; i < 4; i++) {
            Operation operation = begin();
            assertThat(limited.enter(operation, "/fast", true, FakeReader.ONE, FakeReader.PLAIN))
                    .isEqualTo(i < 2 ? null : "rate");
            assertThat(limited.rejection(operation).status).isEqualTo(i < 2 ? 503 : 429);
            tracing.end(operation);
            Operation other = begin();
            assertThat(limited.enter(other, "/other", true, FakeReader.ONE, FakeReader.PLAIN))
                    .isNull();
            tracing.end(other);
        }
        rates.open();
        Operation operation = begin();
        assertThat(limited.enter(operation, "/fast", true, FakeReader.ONE, FakeReader.PLAIN))
                .isNull();
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
        requests.enter(check, "/health", true, FakeReader.ONE, FakeReader.PLAIN);
        pool.waited(1_000_000);
        assertThat(LimitReport.text(requests)).doesNotContain("finding");
        pool.waited(3 * SECOND);
        tracing.end(check);
        assertThat(LimitReport.text(requests)).contains("/health waited for main, 1 times, for up to 3000 ms");
    }

    @Test
    void a_pool_that_is_made_anew_has_its_new_size_and_several_of_one_name_that_of_all() {
        Recorder recorder = new Recorder();
        FakePool first = new FakePool(recorder, "main", 10);
        FakePool second = new FakePool(recorder, "main", 30);
        requests.pool(first);
        first.gone = true;
        ResourceUse use = requests.pool(second);
        assertThat(use).isNotNull();
        LimitResource resource = requests.resources()[0];
        assertThat(resource.size()).isEqualTo(30);

        FakePool beside = new FakePool(recorder, "main", 5);
        requests.pool(beside);
        assertThat(requests.resources()).hasSize(1);
        assertThat(resource.size()).isEqualTo(35);
        second.max = 40;
        use.resized(40);
        assertThat(resource.size()).isEqualTo(45);
        beside.gone = true;
        requests.step(System.nanoTime());
        assertThat(resource.size()).isEqualTo(40);
        second.gone = true;
        requests.step(System.nanoTime());
        assertThat(resource.size()).as("until there is another one").isEqualTo(40);
    }

    @Test
    void a_wait_for_one_pool_is_no_wait_for_another() {
        ResourceUse idle = requests.pool("idle", 10);
        ResourceUse exhausted = requests.pool("exhausted", 10);
        assertThat(idle).isNotNull();
        assertThat(exhausted).isNotNull();
        long now = System.nanoTime();
        requests.step(now);
        for (int i = 0; i < 100; i++) {
            Operation operation = begin();
            operation.startNanos -= SECOND;
            requests.enter(operation, "/report", true, FakeReader.ONE, FakeReader.PLAIN);
            idle.waited(0);
            exhausted.waited(SECOND);
            tracing.end(operation);
        }
        requests.step(now + SECOND);

        LimitResource[] resources = requests.resources();
        assertThat(resources[0].waiting()).isZero();
        assertThat(resources[0].limit()).isEqualTo(56);
        assertThat(resources[1].waiting()).isGreaterThan(20);
        assertThat(resources[1].isOverloaded(1)).isTrue();
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
    void in_an_overload_users_who_are_new_and_low_tiers_are_turned_away_on_arrival_until_it_is_opened() {
        Requests ranked = new Requests(
                health,
                2,
                Caps.NONE,
                Rates.NONE,
                KeyLimits.NONE,
                new Tiers(Map.of("/low", "low", "/db", "normal"), null),
                new Cohorts(List.of(KeySource.of("header:X-User")), new SipHash(1, 2)),
                Rejection.DEFAULT);
        ResourceUse pool = ranked.pool("main", 1);
        assertThat(pool).isNotNull();
        LimitResource resource = ranked.resources()[0];
        long now = System.nanoTime();
        ranked.step(now);
        resource.hold();
        for (String path : List.of("/low", "/db")) {
            Operation first = begin();
            ranked.enter(first, path, false, FakeReader.ONE, Map.of());
            pool.waited(1);
            tracing.end(first);
        }
        ranked.step(now += SECOND / 4);
        String[] known = new String[300];
        for (int i = 0; i < known.length; i++) {
            known[i] = "user " + i;
        }
        resource.gate().hold(1000, 0);
        for (int i = 0; i < 2; i++) {
            for (String user : known) {
                Operation operation = begin();
                ranked.enter(operation, "/db", false, FakeReader.ONE, Map.of("x-user", user));
                pool.waited(1);
                tracing.detach(operation);
                inside.add(operation);
                if (i > 0) {
                    tracing.end(operation);
                }
            }
            ranked.step(now += SECOND / 4); // so many at once: what comes next is noted
            if (i == 0) {
                inside.forEach(tracing::end);
            }
        }
        resource.gate().hold(1, 0);
        Operation holder = begin();
        assertThat(ranked.enter(holder, "/db", false, FakeReader.ONE, Map.of("x-user", "user 1")))
                .isNull();
        tracing.detach(holder);
        TreeMap<String, Integer> reasons = new TreeMap<>();
        for (int step = 0; step < 8; step++) {
            for (int i = 0; i < known.length; i++) {
                Map<String, String> of = Map.of("x-user", i % 10 == 0 ? "new " + i + step : known[i]);
                Operation operation = begin();
                String path = i % 10 == 1 ? "/low" : "/db";
                String reason = ranked.enter(operation, path, false, FakeReader.ONE, of);
                tracing.end(operation);
                if (step > 5 && i % 10 < 2) {
                    reasons.merge((i % 10 == 0 ? "new " : "low ") + reason, 1, Integer::sum);
                }
            }
            ranked.step(now += SECOND / 4);
        }
        assertThat(reasons.keySet()).containsExactly("low priority", "new priority");
        assertThat(LimitReport.text(ranked)).contains("% of the users of tier normal may come");
        assertThat(resource.gate().rejections()).isEqualTo(8 * known.length);
        tracing.end(holder);
        resource.open();
        Operation operation = begin();
        assertThat(ranked.enter(operation, "/low", false, FakeReader.ONE, Map.of("x-user", "new")))
                .isNull();
        tracing.end(operation);
        assertThat(ranked.holding()).isZero();
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
        long now = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    String path = paths[random.nextInt(paths.length)];
                    Operation operation = begin();
                    operation.startNanos = now;
                    if (requests.enter(operation, path, random.nextBoolean(), FakeReader.ONE, FakeReader.PLAIN)
                            != null) {
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
                    if (random.nextInt(20) == 0) { // some are inside for two of these
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
