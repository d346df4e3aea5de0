package io.perfagent.coldstart.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrepareOptionsTest {
    private static PrepareOptions parse(String line) throws PrepareFailure {
        return PrepareOptions.parse(Arrays.asList(line.split(" ")));
    }

    @Test
    void what_is_not_said_has_a_default() throws PrepareFailure {
        PrepareOptions options = parse("-- java -jar app.jar --until x");

        assertThat(options.until()).isEqualTo(Until.READY);
        assertThat(options.warmUps()).isEmpty();
        assertThat(options.runAs()).isEqualTo(-1);
        assertThat(options.command()).containsExactly("java", "-jar", "app.jar", "--until", "x");
    }

    @Test
    void everything_can_be_said() throws PrepareFailure {
        PrepareOptions options = parse("--warm-up http://127.0.0.1:1/a,http://localhost:2/b?c=d"
                + " --until 30 --run-as 1000 --timeout 60 -- java x");

        assertThat(options.until()).hasToString("30 s");
        assertThat(options.warmUps())
                .extracting(Object::toString)
                .containsExactly("http://127.0.0.1:1/a", "http://localhost:2/b?c=d");
        assertThat(options.runAs()).isEqualTo(1000);
        assertThat(options.timeoutSeconds()).isEqualTo(60);
        assertThat(options.analyse()).isFalse();
    }

    @Test
    void a_start_is_analysed_where_it_is_asked_for() throws PrepareFailure {
        PrepareOptions options = parse("--analyse --until 30 -- java --analyse");

        assertThat(options.analyse()).isTrue();
        assertThat(options.until()).hasToString("30 s");
        assertThat(options.command()).containsExactly("java", "--analyse");
        assertThat(parse("--until 30 --analyse -- java x").analyse()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "java -jar app.jar, the command to start is missing",
        "--, the command to start is missing",
        "--until soon -- java x, is no point of a start",
        "--until 0 -- java x, is no point of a start",
        "--run-as nobody -- java x, is not a number",
        "--run-as -1 -- java x, is not a number",
        "--nonsense 1 -- java x, is no option",
        "--until -- java x, has no value",
        "--warm-up http://192.0.2.1/ -- java x, not on this machine",
        "--warm-up https://localhost/ -- java x, is no http:// address",
        "--warm-up http://user:pw@localhost/ -- java x, is no http:// address",
        "--warm-up file:///etc/passwd -- java x, is no http:// address",
        "--warm-up http://localhost/ --until exit -- java x, that has ended"
    })
    void what_is_wrong_is_said(String line, String reason) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(PrepareFailure.class).hasMessageContaining(reason);
    }

    @Test
    void a_class_path_that_each_machine_expands_in_another_order_is_refused() {
        Prepare prepare = new Prepare(
                new File("none"),
                "/opt/perf-agent.jar",
                new Prepare.Environment(null, null, null),
                pid -> {
                    throw new AssertionError("nothing is started");
                },
                System.out);

        assertThatThrownBy(() -> prepare.run(List.of("--", "java", "-cp", "app.jar:lib/*", "app.Main")))
                .isInstanceOf(PrepareFailure.class)
                .hasMessageContaining("'lib/*'")
                .hasMessageContaining("name each jar");
    }

    @Test
    void a_point_is_reached_when_the_application_is_there() throws PrepareFailure {
        assertThat(Until.READY.isReached("main listening ", 9)).isFalse();
        assertThat(Until.READY.isReached("main listening ready ", 0)).isTrue();
        assertThat(parse("--until main -- java x").until().isReached("main ", 0))
                .isTrue();
        assertThat(parse("--until exit -- java x").until().isReached("main listening ready ", 99))
                .isFalse();
        assertThat(parse("--until 5 -- java x").until().isReached("", 4)).isFalse();
        assertThat(parse("--until 5 -- java x").until().isReached("", 5)).isTrue();
    }
}
