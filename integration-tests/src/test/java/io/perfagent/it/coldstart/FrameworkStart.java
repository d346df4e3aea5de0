package io.perfagent.it.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.perfagent.it.Jdk;
import io.perfagent.it.boot.ToolRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code startup report --json} tells of a service's last start. */
final class FrameworkStart {
    /** Of two times in milliseconds that are added. */
    private static final double ROUNDING = 0.01;

    private final JsonObject report;

    private FrameworkStart(JsonObject report) {
        this.report = report;
    }

    /** The last start of a service whose data directory this is. */
    static FrameworkStart of(Jdk jdk, Path data, String service) throws IOException, InterruptedException {
        String said = command(jdk, data, "startup", "report", "--json", service);
        assertThat(said).startsWith("{");
        return new FrameworkStart(JsonParser.parseString(said).getAsJsonObject());
    }

    /** What a command of the agent's own says, on both streams. */
    static String command(Jdk jdk, Path data, String... arguments) throws IOException, InterruptedException {
        return ToolRun.agentCommand(jdk, Map.of("PERF_AGENT_DATA_DIR", data.toString()), arguments)
                .output();
    }

    /** Who said that it was ready. */
    String readySignal() {
        return report.get("ready_signal").getAsString();
    }

    /** It has its points in order, its phases, and a critical path that is known in part. */
    FrameworkStart assertTakenApart(List<String> phases) {
        assertThat(report.getAsJsonArray("phases"))
                .extracting(phase -> phase.getAsJsonObject().get("name").getAsString())
                .containsAll(phases);
        for (JsonElement phase : report.getAsJsonArray("phases")) {
            assertThat(phase.getAsJsonObject().get("time").getAsDouble()).isNotNegative();
        }
        assertThat(report.get("components_measured").getAsBoolean()).isTrue();
        assertThat(report.get("ready_for_request_time").getAsDouble()).isPositive();
        assertThat(report.get("critical_path_time").getAsDouble())
                .isPositive()
                .isLessThanOrEqualTo(report.get("ready_for_request_time").getAsDouble());
        return this;
    }

    /** It has come to this point, after the process began and no later than {@code atMost}, if that is known. */
    FrameworkStart assertReached(String point, String atMost) {
        JsonObject points = report.getAsJsonObject("points");
        assertThat(points.get(point).isJsonNull()).as(point).isFalse();
        double at = points.get(point).getAsDouble();
        assertThat(at).as(point).isPositive();
        assertThat(at).as(point).isLessThanOrEqualTo(points.get(atMost).getAsDouble());
        return this;
    }

    /**
     * The first piece that is named so has taken some time, and lies within the one before it in this list; all lie between the
     * end of the agent's own part and ready.
     */
    FrameworkStart assertNested(String... pieces) {
        JsonObject points = report.getAsJsonObject("points");
        double from = points.get("agent done").getAsDouble();
        double to = report.get("ready_for_request_time").getAsDouble();
        for (String piece : pieces) {
            JsonObject one = first(piece);
            double begin = one.get("from").getAsDouble();
            double end = begin + one.get("time").getAsDouble();
            assertThat(end).as(piece).isGreaterThan(begin);
            assertThat(begin).as(piece).isGreaterThanOrEqualTo(from);
            assertThat(end).as(piece).isLessThanOrEqualTo(to + ROUNDING);
            from = begin;
            to = end;
        }
        return this;
    }

    private JsonObject first(String name) {
        for (JsonElement one : report.getAsJsonArray("timeline")) {
            JsonObject piece = one.getAsJsonObject();
            if ((piece.get("kind").getAsString() + ":" + piece.get("name").getAsString()).startsWith(name)) {
                return piece;
            }
        }
        throw new AssertionError("no " + name + " in " + report.getAsJsonArray("timeline"));
    }

    /** It names these components: their kinds, a colon, and how their names begin. */
    FrameworkStart assertNames(String... components) {
        List<String> named = new ArrayList<>();
        for (JsonElement one : report.getAsJsonArray("timeline")) {
            JsonObject piece = one.getAsJsonObject();
            named.add(piece.get("kind").getAsString() + ":" + piece.get("name").getAsString());
        }
        for (String component : components) {
            assertThat(named).as(component).anyMatch(name -> name.startsWith(component));
        }
        return this;
    }
}
