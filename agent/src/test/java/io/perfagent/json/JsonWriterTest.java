package io.perfagent.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void objects_lists_and_what_is_not_known() {
        JsonWriter json = new JsonWriter().open('{');
        json.text("name", "a\"b").text("none", null).number("whole", 3).flag("on", true);
        json.number("third", 1.0 / 3).number("three", 3.0).number("unknown", Double.NaN);
        json.millis("took", 1_234_567).millis("unmeasured", -1).millis("before", -2_000_000);
        json.key("list").open('[').element("x").element("y").close(']');
        json.key("empty").open('[').close(']').close('}');

        assertThat(json)
                .hasToString("{\"name\":\"a\\\"b\",\"none\":null,\"whole\":3,\"on\":true,\"third\":0.333,\"three\":3,"
                        + "\"unknown\":null,\"took\":1.235,\"unmeasured\":null,\"before\":-2.0,\"list\":[\"x\",\"y\"],"
                        + "\"empty\":[]}");
    }

    @Test
    void a_string_may_stand_in_a_script_and_in_one_line() {
        StringBuilder out = new StringBuilder();
        JsonWriter.quote(out, "</script>\n\t\\ \u2028 \ud83d\ude00 é");

        assertThat(out).hasToString("\"\\u003c/script>\\u000a\\u0009\\\\ \\u2028 \\ud83d\\ude00 é\"");
    }
}
