package io.perfagent.start.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.coldstart.ComparisonHtml;
import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import io.perfagent.start.host.DataDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartHistoryTest {
    @TempDir
    Path directory;

    private StartHistory history;

    @BeforeEach
    void open() {
        Config config = Config.load(Sources.ofProcess("PERF_AGENT_DATA_DIR=" + directory));
        history = new StartHistory(new DataDirectory(config));
    }

    private static StartRecordLine start(String deployment, double readyMillis) {
        return start(deployment, readyMillis, "listening");
    }

    private static StartRecordLine start(String deployment, double readyMillis, String signal) {
        return new StartRecordLine(deployment, 1, readyMillis, signal, "", Map.of(), Map.of("bean a", readyMillis / 2));
    }

    @Test
    void each_deployment_has_its_own_starts_in_order() throws IOException {
        history.add(start("shop 1", 100));
        history.add(start("shop 2", 300));

        List<StartRecordLine> same = history.add(start("shop 1", 200));

        assertThat(same).extracting(StartRecordLine::readyMillis).containsExactly(100.0, 200.0);
        assertThat(history.of("shop")).hasSize(3);
    }

    @Test
    void starts_compare_with_those_of_the_very_deployment_that_were_ready_by_the_same_signal() throws IOException {
        history.add(start("shop", 100, "listening"));
        history.add(start("shop", 300, "Spring Boot"));
        history.add(start("shop 1", 400, "Spring Boot"));

        List<StartRecordLine> same = history.add(start("shop", 200, "Spring Boot"));

        assertThat(same).extracting(StartRecordLine::readyMillis).containsExactly(300.0, 200.0);
    }

    @Test
    void what_another_process_has_added_meanwhile_is_not_taken_for_this_start() throws IOException {
        history.add(start("shop", 100));
        history.add(start("shop", 200.3));
        history.add(start("shop", 9_000));

        List<StartRecordLine> starts = StartHistory.upTo(start("shop", 200.3), history.of("shop"));

        assertThat(starts).extracting(StartRecordLine::readyMillis).containsExactly(100.0, 200.3);
    }

    @Test
    void a_start_whose_line_is_gone_is_the_last_all_the_same() throws IOException {
        history.add(start("shop", 100));

        List<StartRecordLine> starts = StartHistory.upTo(start("shop", 300), history.of("shop"));

        assertThat(starts).extracting(StartRecordLine::readyMillis).containsExactly(100.0, 300.0);
    }

    @Test
    void a_truncated_file_costs_the_line_that_was_cut_off() throws IOException {
        history.add(start("shop", 100));
        history.add(start("shop", 200));
        Path file = directory.resolve("starts/history.jsonl");
        byte[] all = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(all, all.length - 20), StandardOpenOption.TRUNCATE_EXISTING);

        List<StartRecordLine> same = history.add(start("shop", 300));

        assertThat(same).extracting(StartRecordLine::readyMillis).containsExactly(100.0, 300.0);
    }

    @Test
    void garbage_in_the_file_costs_its_lines() throws IOException {
        history.add(start("shop", 100));
        Path file = directory.resolve("starts/history.jsonl");
        byte[] garbage = new byte[10_000];
        new Random(1).nextBytes(garbage);
        Files.write(file, garbage, StandardOpenOption.APPEND);
        Files.writeString(file, "\n{\"deployment\":\"shop\",\"ready_ms\":-1}\n", StandardOpenOption.APPEND);

        List<StartRecordLine> same = history.add(start("shop", 300));

        assertThat(same).extracting(StartRecordLine::readyMillis).containsExactly(100.0, 300.0);
    }

    @Test
    void a_place_that_cannot_be_written_is_said_and_harms_nothing() throws IOException {
        Files.writeString(directory.resolve("starts"), "no directory");

        assertThatThrownBy(() -> history.add(start("shop", 100))).isInstanceOf(IOException.class);
        assertThat(directory.resolve("starts")).hasContent("no directory");
    }

    @Test
    void only_starts_of_the_last_signal_are_compared() throws IOException {
        history.add(start("shop 1", 9_000, "listening"));
        history.add(start("shop 1", 1_000, "Spring Boot"));
        history.add(start("shop 2", 500, "Spring Boot"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        history.compare("shop 1", "shop 2", false, new PrintStream(out), new PrintStream(out));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("shop 1: 1 starts, ready (Spring Boot) after 1000 ms", "takes 500 ms less (50 %)");
    }

    @Test
    void two_deployments_are_compared_and_an_unknown_one_is_one_line() throws IOException {
        history.add(start("shop 1", 1_000));
        history.add(start("shop 2", 1_500));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = history.compare("shop 1", "shop 2", false, new PrintStream(out), new PrintStream(err));
        int unknown = history.compare("shop 1", "shop 3", false, new PrintStream(out), new PrintStream(err));

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "shop 1: 1 starts, ready (listening) after 1000 ms",
                        "takes 500 ms more (50 %)",
                        "bean a, by 250 ms");
        assertThat(unknown).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("'shop 3'");
    }

    @Test
    void two_deployments_are_drawn_on_a_page_that_loads_nothing() throws IOException {
        history.add(start("shop </script>1", 1_000));
        history.add(start("shop </script>1", 1_200));
        history.add(start("shop 2", 1_500));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int status = history.compare("shop </", "shop 2", true, new PrintStream(out), new PrintStream(out));

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("<!doctype html>")
                .contains(
                        "{\"first\":{\"name\":\"shop \\u003c/\",\"ready_signal\":\"listening\",\"starts\":2,\"median\":1100.0")
                .contains("\"times\":[1000.0,1200.0]}")
                .contains("\"components\":[{\"name\":\"bean a\",\"first\":550.0,\"second\":750.0}]}")
                .doesNotContainPattern("(src|href)=");
    }

    @Test
    void what_differs_most_is_shown_first_and_what_is_missing_is_not_measured() {
        StartRecordLine one = new StartRecordLine("a", 1, 9, "", "", Map.of(), Map.of("bean x", 5.0, "pool p", 100.0));
        StartRecordLine other = new StartRecordLine("b", 1, 9, "", "", Map.of(), Map.of("bean x", 9.0, "bean y", 50.0));

        assertThat(StartTrends.components(List.of(one), List.of(other)))
                .containsExactly(
                        new ComparisonHtml.Component("pool p", 100.0, null),
                        new ComparisonHtml.Component("bean y", null, 50.0),
                        new ComparisonHtml.Component("bean x", 5.0, 9.0));
        assertThat(StartTrends.components(List.of(start("a", 1)), List.of())).isEmpty();
    }
}
