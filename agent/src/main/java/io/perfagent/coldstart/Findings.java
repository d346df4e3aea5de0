package io.perfagent.coldstart;

import io.perfagent.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was concluded from a start and from those before it. Immutable.
 *
 * @param trend the deployment's starts; null if this one did not become ready
 * @param suggestions what would shorten it, the most valuable first
 * @param verdicts on the targets of the start's phases; empty where none are set
 * @param order dependencies between phases that are not as they were declared, a line each
 */
public record Findings(
        @Nullable Trend trend, List<Suggestion> suggestions, List<Verdict> verdicts, List<String> order) {
    void write(JsonWriter out) {
        if (trend != null) {
            trend.write(out);
        }
        out.key("suggestions").open('[');
        for (Suggestion one : suggestions) {
            one.write(out);
        }
        out.close(']').key("targets").open('[');
        for (Verdict one : verdicts) {
            one.write(out);
        }
        out.close(']').key("order").open('[');
        for (String line : order) {
            out.open('{').text("finding", line).close('}');
        }
        out.close(']');
    }
}
