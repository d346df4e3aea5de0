package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseOrderTest {
    private static final int TASK = 77;

    private static List<String> check(String phases, Starts starts) {
        List<String> problems = new ArrayList<>();
        List<TargetPhase> parsed = TargetsParser.parse("TARGETS", phases, problems);
        assertThat(problems).isEmpty();
        Anchors anchors = new Anchors();
        anchors.set(Point.PREMAIN, 0);
        anchors.ready(1_000_000_000L, "somebody");
        return PhaseOrder.check(
                parsed, StartAnalysis.of("ordinary", anchors, starts.records(), 0, Starts.MAIN, 0, true));
    }

    private static Starts nested() {
        return new Starts().bean("web", 0, 100).bean("db", 20, 60);
    }

    @Test
    void what_is_made_within_another_is_needed_by_it() {
        assertThat(check("web=1 of:bean:web;db=1 of:bean:db", nested()))
                .containsExactly(
                        "start phase 'web' needs 'db' (bean web had to wait for it), and does not say so: after:db");
        assertThat(check("web=1 of:bean:web after:db;db=1 of:bean:db", nested()))
                .isEmpty();
        assertThat(check("web=1 of:bean:web;db=1 of:bean:db after:web", nested()))
                .contains(
                        "start phase 'web' needs 'db' (bean web had to wait for it), which is declared to come after it");
    }

    @Test
    void what_is_declared_through_another_is_declared() {
        Starts starts = nested().bean("net", 30, 40);

        assertThat(check("web=1 of:bean:web after:db;db=1 of:bean:db after:net;net=1 of:bean:net", starts))
                .isEmpty();
    }

    @Test
    void what_a_thread_does_that_another_waits_for_is_needed() {
        Starts starts = new Starts()
                .bean("web", 0, 100)
                .piece(Kind.TASK, "task", TASK, 2, 10, 90)
                .piece(Kind.BEAN, "db", 2, 20, 80)
                .piece(Kind.WAIT, "wait", TASK, Starts.MAIN, 30, 90);

        assertThat(check("web=1 of:bean:web;db=1 of:bean:db", starts))
                .singleElement()
                .asString()
                .contains("'web' needs 'db'");
    }

    @Test
    void an_order_that_does_not_hold_is_said() {
        Starts starts = new Starts().bean("web", 0, 50).bean("db", 60, 90);

        assertThat(check("web=1 of:bean:web after:db;db=1 of:bean:db", starts))
                .containsExactly(
                        "start phase 'web' is declared to come after 'db', but bean web began 90 ms before bean db"
                                + " had ended");
        assertThat(check("web=1 of:bean:web;db=1 of:bean:db after:web", starts)).isEmpty();
        assertThat(check("web=1 of:bean:web;db=1 of:bean:db", starts)).isEmpty();
    }
}
