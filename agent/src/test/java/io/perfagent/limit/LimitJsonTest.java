package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.instrument.family.PathPatterns;
import io.perfagent.instrument.family.Rejection;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.metric.OperationKinds;
import io.perfagent.metric.OperationSnapshot;
import io.perfagent.metric.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitJsonTest {
    private final Requests requests = new Requests(
            new PathPatterns(List.of()),
            0,
            new Caps(7, Map.of("/a\"b", 3), 0),
            new Rates(Map.of("/x", new Rates.Rate(2.5, 1))),
            new KeyLimits(
                    List.of(new KeyLimits.Cap(KeySource.of("cookie:SID"), 5)),
                    List.of(new KeyLimits.Rate(KeySource.of("address"), new Rates.Rate(10, 1))),
                    new SipHash(1, 2)),
            Tiers.NONE,
            Cohorts.NONE,
            Rejection.DEFAULT);

    /** Where the value that begins at a place ends; fails if it is no JSON. */
    private static int value(String json, int at) {
        char first = json.charAt(at);
        if (first == '"') {
            int end = at + 1;
            while (json.charAt(end) != '"') {
                assertThat(json.charAt(end)).isGreaterThanOrEqualTo(' ');
                end += json.charAt(end) == '\\' ? 2 : 1;
            }
            return end + 1;
        }
        if (first == '{' || first == '[') {
            int next = at + 1;
            char last = first == '{' ? '}' : ']';
            while (json.charAt(next) != last) {
                if (first == '{') {
                    assertThat(json.charAt(next)).isEqualTo('"');
                    next = value(json, next);
                    assertThat(json.charAt(next++)).isEqualTo(':');
                }
                next = value(json, next);
                if (json.charAt(next) != last) {
                    assertThat(json.charAt(next++)).isEqualTo(',');
                    assertThat(json.charAt(next)).as("no comma before the end").isNotEqualTo(last);
                }
            }
            return next + 1;
        }
        int end = at;
        while ("0123456789.-Etruefalsn".indexOf(json.charAt(end)) >= 0) {
            end++;
        }
        assertThat(json.substring(at, end)).matches("-?\\d+(\\.\\d+)?(E-?\\d+)?|true|false|null");
        return end;
    }

    @Test
    void it_is_json_and_says_what_the_text_does() {
        requests.pool("main", 10);
        requests.processors(2, now -> 0);
        String json = LimitJson.of(requests);
        assertThat(value(json, 0)).isEqualTo(json.length() - 1);
        assertThat(json)
                .endsWith("}\n")
                .contains("\"name\":\"main\",\"kind\":\"pool\",\"in_effect\":false,\"limit\":56,")
                .contains("\"knee\":null", "\"size\":10", "\"recommended_size\":null")
                .contains("\"name\":\"cpu\",\"kind\":\"processors\"")
                .contains("{\"path\":\"/a\\\"b\",\"in_effect\":false,\"limit\":3,")
                .contains("{\"path\":\"/x\",\"in_effect\":true,\"per_s\":2.5,\"rejected\":0}")
                .contains("{\"by\":\"cookie:SID\",\"limit\":5,\"rejected\":0,\"uncounted\":0}")
                .contains("{\"by\":\"address\",\"per_s\":10,");
    }

    private static OperationSnapshot tenSeconds(String name, long count, double meanMillis) {
        return new OperationSnapshot(
                OperationKinds.HTTP_SERVER,
                name,
                Window.TEN_SECONDS,
                10,
                count,
                0,
                (long) (count * meanMillis * 1e6),
                count,
                0,
                0,
                0,
                0,
                0,
                0,
                null);
    }

    @Test
    void an_endpoint_that_gets_slower_and_waits_for_nothing_known_is_a_finding() {
        HiddenBottlenecks hidden = requests.hiddenBottlenecks();
        for (int i = 0; i < 30; i++) {
            long count = 100 + 100 * (i % 5);
            hidden.window(
                    List.of(
                            tenSeconds("GET /slow", count, 10 + count / 10.0),
                            tenSeconds("GET /steady", count, 30),
                            tenSeconds("GET /rare", 5, i * 10)),
                    requests.endpoints(),
                    0.3);
            hidden.window(List.of(tenSeconds("GET /busy", count, count)), requests.endpoints(), 0.95);
        }
        assertThat(hidden.findings()).hasSize(1);
        assertThat(hidden.findings().get(0))
                .startsWith("GET /slow takes 20.0 ms at 10/s and 60.0 ms at 50/s, and waits for nothing known");
        assertThat(LimitReport.text(requests)).contains("  finding: GET /slow takes");
        String json = LimitJson.of(requests);
        assertThat(value(json, 0)).isEqualTo(json.length() - 1);
        assertThat(json).contains("\"findings\":[\"GET /slow takes");
    }
}
