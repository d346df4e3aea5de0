package io.perfagent.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.coldstart.record.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsParserTest {
    private final List<String> problems = new ArrayList<>();

    private List<TargetPhase> parse(String text) {
        return TargetsParser.parse("TARGETS", text, problems);
    }

    private TargetPhase only(String text) {
        List<TargetPhase> phases = parse(text);
        assertThat(problems).isEmpty();
        assertThat(phases).hasSize(1);
        return phases.get(0);
    }

    @Test
    void off_and_nothing_have_no_phase() {
        assertThat(parse("off")).isEmpty();
        assertThat(parse(" ; ")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_default_has_the_figures_that_are_documented() {
        assertThat(parse("default"))
                .extracting(one -> one.name() + " " + one.priority().title + " " + one.targetMillis() + " "
                        + one.p95Millis() + " " + one.maxMillis() + " " + one.timeoutMillis())
                .containsExactly(
                        "total optional 200.0 500.0 1000.0 2000",
                        "critical critical 100.0 200.0 500.0 100",
                        "ready essential 150.0 300.0 800.0 500");
    }

    @Test
    void one_of_the_default_can_be_replaced_and_others_added() {
        List<TargetPhase> phases = parse("default|ready=1s/-/3s timeout:4s;web=50 from:main to:listening");

        assertThat(problems).isEmpty();
        assertThat(phases).extracting(TargetPhase::name).containsExactly("total", "critical", "ready", "web");
        TargetPhase ready = phases.get(2);
        assertThat(ready.targetMillis()).isEqualTo(1000);
        assertThat(ready.p95Millis()).isNaN();
        assertThat(ready.maxMillis()).isEqualTo(3000);
        assertThat(ready.timeoutMillis()).isEqualTo(4000);
        assertThat(ready.to()).isEqualTo(Point.READY);
        assertThat(phases.get(3).from()).isEqualTo(Point.MAIN);
        assertThat(phases.get(3).to()).isEqualTo(Point.LISTENING);
        assertThat(phases.get(3).p95Millis()).isNaN();
    }

    @Test
    void a_phase_of_components_has_a_kind_and_the_begin_of_a_name() {
        TargetPhase db = only("db=100ms/200/1.5s of:pool:Hikari priority:critical");

        assertThat(db.kind()).isEqualTo(Kind.POOL);
        assertThat(db.prefix()).isEqualTo("Hikari");
        assertThat(db.to()).isNull();
        assertThat(db.maxMillis()).isEqualTo(1500);
        assertThat(db.timeoutMillis()).isEqualTo(100);
        assertThat(only("s=1 of:static-initialiser").kind()).isEqualTo(Kind.STATIC_INIT);
        assertThat(only("s=1 of:bean:a:b").prefix()).isEqualTo("a:b");
        assertThat(only("s=1 to:agent-done").to()).isEqualTo(Point.PREMAIN_OUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nonsense               | must be name=target/p95/max",
                "Ready=1                | must be name=target/p95/max",
                "ready=                 | one to three figures",
                "ready=1/2/3/4          | one to three figures",
                "ready=fast             | 'fast' is no time",
                "ready=0                | '0' is no time",
                "ready=-5               | '-5' is no time",
                "ready=NaN              | 'NaN' is no time",
                "ready=1e30             | '1e30' is no time",
                "ready=1 from:main      | cannot be changed",
                "web=1                  | where it is must be said",
                "web=1 to:lunch         | 'lunch' is no point of a start; those are process, JVM",
                "web=1 of:soup          | 'soup' is no kind of component",
                "web=1 of:bean to:ready | either points or components",
                "web=1 to:ready urgent  | 'urgent' is none of",
                "web=1 to:ready priority:urgent | critical, essential or optional",
                "web=1 to:ready timeout:-       | 1 ms or more",
            })
    void what_is_wrong_is_one_line_and_the_rest_stands(String wrong, String why) {
        List<TargetPhase> phases = parse("critical=1;" + wrong + ";total=2");

        assertThat(phases).extracting(TargetPhase::name).containsExactly("critical", "total");
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("TARGETS: '" + wrong + "' is left out: ")
                .contains(why);
    }

    @Test
    void an_unknown_phase_to_come_after_is_said_and_the_phase_stands() {
        assertThat(parse("a=1 of:bean:a after:b,c;b=1 of:bean:b")).hasSize(2);
        assertThat(problems).singleElement().asString().contains("a comes after 'c'");
    }

    @Test
    void there_are_no_more_phases_than_there_is_room_for() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < TargetsParser.MAX_PHASES + 2; i++) {
            many.append('p').append(i).append("=1 to:ready;");
        }

        assertThat(parse(many.toString())).hasSize(TargetsParser.MAX_PHASES);
        assertThat(problems).hasSize(2).allSatisfy(line -> assertThat(line).contains("32 already"));
    }

    @Test
    void a_line_shows_no_control_characters() {
        parse("a\u001b[31m\nb=1");

        assertThat(problems).singleElement().asString().contains("a?[31m?b=1");
    }
}
