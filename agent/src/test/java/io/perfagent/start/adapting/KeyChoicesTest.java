package io.perfagent.start.adapting;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import io.perfagent.limit.Cohorts;
import io.perfagent.limit.KeyLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyChoicesTest {
    private final List<String> problems = new ArrayList<>();

    private static Config config(String... keysAndValues) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            environment.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Config.load(Sources.of(null, Map.of(), environment));
    }

    private List<String> told(KeyLimits limits) {
        List<String> told = new ArrayList<>();
        limits.tell((rate, source, most, rejections, overflows) ->
                told.add((rate ? "rate " : "cap ") + source + " " + most));
        return told;
    }

    @Test
    void caps_and_rates_by_key_are_what_the_settings_say() {
        KeyLimits limits = KeyChoices.limits(
                config(
                        "PERF_AGENT_LIMITS_KEYS", "header:X-Tenant=100,cookie:SESSION=5",
                        "PERF_AGENT_LIMITS_KEY_RATES", "header:X-Api-Key=50:100,address=20"),
                problems);
        assertThat(told(limits))
                .containsExactly(
                        "cap header:X-Tenant 100.0",
                        "cap cookie:SESSION 5.0",
                        "rate header:X-Api-Key 50.0",
                        "rate address 20.0");
        assertThat(problems).isEmpty();
        assertThat(KeyChoices.limits(config(), problems)).isSameAs(KeyLimits.NONE);
    }

    @Test
    void what_is_of_no_use_is_said_and_left_out() {
        KeyLimits limits = KeyChoices.limits(
                config(
                        "PERF_AGENT_LIMITS_KEYS",
                                "tenant=1,address=0,header:a=1,header:b=1,header:c=1,header:d=1,header:e=1",
                        "PERF_AGENT_LIMITS_KEY_RATES", "cookie:=5,address=fast"),
                problems);
        assertThat(told(limits)).hasSize(4);
        assertThat(problems)
                .hasSize(5)
                .contains(
                        "PERF_AGENT_LIMITS_KEYS: tenant=1 is none of header:<name>, cookie:<name>, authorization, address;"
                                + " there is no cap for this")
                .contains(
                        "PERF_AGENT_LIMITS_KEYS: address=0 is not a number from 1 to 1000000; there is no cap for this")
                .contains(
                        "PERF_AGENT_LIMITS_KEYS: header:e=1 is more than the 4 that there may be; there is no cap for this")
                .contains(
                        "PERF_AGENT_LIMITS_KEY_RATES: address=fast is not a rate above 0 a second, such as 50 or 0.5:2;"
                                + " there is no rate for this");
    }

    @Test
    void users_are_told_by_the_first_source_that_is_one_or_not_at_all() {
        assertThat(KeyChoices.cohorts(config(), problems)).isNotSameAs(Cohorts.NONE);
        assertThat(KeyChoices.cohorts(config("PERF_AGENT_LIMITS_USER", "none"), problems))
                .isSameAs(Cohorts.NONE);
        assertThat(problems).isEmpty();
        assertThat(KeyChoices.cohorts(config("PERF_AGENT_LIMITS_USER", "session"), problems))
                .isSameAs(Cohorts.NONE);
        assertThat(problems)
                .containsExactly(
                        "PERF_AGENT_LIMITS_USER: session is none of header:<name>, cookie:<name>, authorization,"
                                + " address; users are told from one another without it");
    }

    @Test
    void the_priority_header_is_none_unless_it_is_named() {
        assertThat(KeyChoices.priorityHeader(config())).isNull();
        assertThat(KeyChoices.priorityHeader(config("PERF_AGENT_LIMITS_PRIORITY_HEADER", " X-Priority ")))
                .isEqualTo("x-priority");
    }
}
