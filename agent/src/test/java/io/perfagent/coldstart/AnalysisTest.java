package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.sample.BeanUse;
import io.perfagent.coldstart.sample.LockWait;
import io.perfagent.coldstart.sample.StartSamples;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A made-up analysed start of a second: what is said of it, and what of one that could not be analysed. */
class AnalysisTest {
    private static final long MILLI = 1_000_000;
    private static final StartFacts PLAIN = new StartFacts(2, 128 << 20, false, false);

    private final StartSamples samples = new StartSamples(5 * MILLI);
    private final Starts starts = new Starts();

    private void sampled(long thread, long from, long to, boolean asleep, String... frames) {
        List<String> stack = List.of(frames);
        if (asleep) {
            samples.add(thread, from * MILLI, (to - from) * MILLI, stack, true);
        } else {
            for (long at = from; at < to; at += 5) {
                samples.add(thread, at * MILLI, 5 * MILLI, stack, false);
            }
        }
    }

    private static LockWait monitor(long from, long until, long wait, boolean measured) {
        return new LockWait(
                "java.lang.Object",
                "main",
                Starts.MAIN,
                "settings-loader",
                7,
                from * MILLI,
                until * MILLI,
                wait * MILLI,
                measured,
                List.of("a.Settings.<init>"),
                List.of("java.lang.Thread.sleep", "a.Settings.load"));
    }

    private StartReport report(
            @Nullable StartSamples taken, @Nullable List<LockWait> locks, @Nullable List<BeanUse> beans) {
        Anchors anchors = new Anchors();
        anchors.set(Point.PREMAIN, 0);
        anchors.set(Point.MAIN, 100 * MILLI);
        anchors.ready(1_000 * MILLI, "somebody");
        StartReport report = StartAnalysis.of("analysed", anchors, starts.records(), 0, Starts.MAIN, 0, true);
        report.analyse(new Measured(
                taken,
                "no library",
                locks,
                "no JMX",
                10 * MILLI,
                null,
                "no log",
                null,
                -1,
                beans,
                "no container",
                70 * MILLI));
        return report;
    }

    private static String text(StartReport report) {
        return ReportText.of(report, "shop", new Findings(null, Suggestions.of(report, PLAIN), List.of(), List.of()));
    }

    private static String json(StartReport report) {
        return ReportJson.of(
                report, "shop", "d", 0, new Findings(null, Suggestions.of(report, PLAIN), List.of(), List.of()));
    }

    @Test
    void phases_and_components_of_the_path_have_their_stacks() {
        starts.bean("prices", 100, 500).bean("sleeper", 500, 900);
        sampled(1, 0, 100, false, "java.lang.ClassLoader.defineClass1");
        sampled(1, 100, 500, false, "a.Main.main", "a.Prices.<init>", "a.Table.<clinit>", "a.Table.fill");
        sampled(1, 500, 900, true, "a.Main.main", "a.Sleeper.<init>", "java.lang.Thread.sleep");
        sampled(1, 900, 1_000, false, "a.Main.main");
        StartReport report = report(samples, List.of(), null);

        assertThat(text(report))
                .contains("start of shop (analysed)")
                .containsPattern("premain to main +100 ms   class loading 100 ms")
                .containsPattern("main to ready +900 ms   running 500 ms, sleep 400 ms")
                .containsPattern("bean prices +400 ms   running 400 ms")
                .contains("400 ms  ran (running): a.Table.fill < a.Table.<clinit> < a.Prices.<init> < a.Main.main")
                .contains("400 ms  waited (sleep): java.lang.Thread.sleep < a.Sleeper.<init> < a.Main.main")
                .containsPattern("a.Table +self +400 ms, with those within +400 ms, on the critical path +400 ms");
        assertThat(Suggestions.of(report, PLAIN))
                .filteredOn(one -> one.kind().equals("static-initialiser"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.advice()).contains("a.Table");
                    assertThat(one.gainNanos()).isEqualTo(400 * MILLI);
                });
        assertThat(Suggestions.of(report, PLAIN))
                .filteredOn(one -> one.advice().contains("sleeper"))
                .anySatisfy(one -> assertThat(one.evidence()).contains("400 ms of it sleep at java.lang.Thread.sleep"));
    }

    @Test
    void a_monitor_is_named_with_its_owner_and_worth_what_the_path_waited() {
        starts.bean("settings", 100, 400);
        StartReport report = report(samples, List.of(monitor(110, 290, 195, true)), null);

        assertThat(text(report))
                .containsPattern(
                        "195 ms  main waited for a java.lang.Object that settings-loader held; on the critical path 195 ms")
                .contains("held at   java.lang.Thread.sleep < a.Settings.load");
        assertThat(Suggestions.of(report, PLAIN))
                .filteredOn(one -> one.kind().equals("lock"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.advice()).contains("let settings-loader hold", "in bean settings");
                    assertThat(one.gainNanos()).isEqualTo(195 * MILLI);
                });
        assertThat(json(report)).contains("\"owner\":\"settings-loader\"", "\"measured\":true");
    }

    @Test
    void a_lock_that_hooks_have_seen_is_suggested_once() {
        starts.bean("registry", 100, 400).piece(Kind.WAIT, "ReentrantLock.lock", 5, Starts.MAIN, 110, 300);
        StartReport report = report(samples, List.of(monitor(115, 290, 190, true)), null);

        assertThat(Suggestions.of(report, PLAIN))
                .filteredOn(one -> one.kind().equals("lock"))
                .hasSize(1);
    }

    @Test
    void a_bean_that_nothing_needs_or_uses_may_be_made_later() {
        starts.bean("lonely", 100, 300)
                .bean("needed", 300, 500)
                .bean("used", 500, 700)
                .bean("outer", 700, 950)
                .bean("inner", 700, 900);
        sampled(1, 102, 302, false, "a.Lonely.<init>"); // the last one stands a bit longer
        sampled(1, 950, 960, false, "a.Used.ask");
        List<BeanUse> beans = List.of(
                new BeanUse("lonely", "a.Lonely", List.of()),
                new BeanUse("needed", "a.Needed", List.of("outer")),
                new BeanUse("used", "a.Used", List.of()),
                new BeanUse("inner", "a.Inner", List.of()));
        StartReport report = report(samples, null, beans);

        assertThat(Suggestions.of(report, PLAIN))
                .filteredOn(one -> one.kind().equals("lazy-bean"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.advice()).contains("bean lonely");
                    assertThat(one.gainNanos()).isEqualTo(200 * MILLI);
                });
    }

    @Test
    void what_could_not_be_measured_says_so_and_is_never_zero() {
        starts.bean("prices", 100, 500);
        StartReport report = report(null, null, null);

        assertThat(text(report))
                .contains("lock waits by phase: not measured (no library)")
                .contains("waits for locks and who held them: not measured (no JMX)")
                .contains("classes by jar and loader: not measured (no log)");
        assertThat(json(report))
                .contains("\"kind\":\"analysed\"", "\"not_sampled_because\":\"no library\"", "\"samples\":null")
                .contains("\"static_initialisers\":null", "\"lock_waits\":null", "\"waits\":null", "\"jars\":null")
                .contains("\"beans\":null", "\"beans_not_measured_because\":\"no container\"")
                .contains("\"path_by_samples\":{\"running\":null", "\"file I/O\":null", "\"TLS\":null");
    }

    @Test
    void an_ordinary_start_says_what_only_an_analysed_one_measures() {
        Anchors anchors = new Anchors();
        anchors.set(Point.PREMAIN, 0);
        anchors.ready(1_000 * MILLI, "somebody");
        StartReport report = StartAnalysis.of("ordinary", anchors, starts.records(), 0, Starts.MAIN, 0, true);

        assertThat(text(report)).contains("TLS: not measured in an ordinary start (PERF_AGENT_STARTUP=analyse)");
        assertThat(json(report)).contains("\"analysed\":null");
    }

    @Test
    void a_wait_has_what_the_profiler_measured_of_it() {
        LockWait seen = monitor(110, 290, 180, false);

        assertThat(seen.joined(Starts.MAIN, 105 * MILLI, 195 * MILLI).waitNanos())
                .isEqualTo(195 * MILLI);
        assertThat(seen.joined(Starts.MAIN, 105 * MILLI, 195 * MILLI).measured())
                .isTrue();
        assertThat(seen.joined(2, 105 * MILLI, 195 * MILLI)).isSameAs(seen);
        assertThat(seen.joined(Starts.MAIN, 300 * MILLI, 20 * MILLI)).isSameAs(seen);
        assertThat(seen.joined(Starts.MAIN, 20 * MILLI, 50 * MILLI)).isSameAs(seen);
    }
}
