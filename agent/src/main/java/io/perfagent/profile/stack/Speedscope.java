package io.perfagent.profile.stack;

import io.perfagent.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Profiles as JSON of speedscope.
 *
 * <p>Source: github.com/jlfwong/speedscope, {@code src/lib/file-format-spec.ts}, type {@code sampled}.
 */
public final class Speedscope {
    private Speedscope() {}

    public static String write(String title, List<NamedProfile> profiles) {
        Map<String, Integer> frames = new LinkedHashMap<>();
        StringBuilder all = new StringBuilder();
        for (NamedProfile one : profiles) {
            all.append(all.length() == 0 ? "" : ",");
            profile(all, one, frames);
        }
        StringBuilder out = new StringBuilder(all.length() + 1024);
        out.append(
                "{\"$schema\":\"https://www.speedscope.app/file-format-schema.json\",\"exporter\":\"perf-agent\",\"name\":");
        JsonWriter.quote(out, title);
        out.append(",\"activeProfileIndex\":0,\"shared\":{\"frames\":[");
        boolean first = true;
        for (String frame : frames.keySet()) {
            out.append(first ? "{\"name\":" : ",{\"name\":");
            JsonWriter.quote(out, FrameKind.label(frame));
            out.append('}');
            first = false;
        }
        return out.append("]},\"profiles\":[").append(all).append("]}\n").toString();
    }

    private static void profile(StringBuilder out, NamedProfile one, Map<String, Integer> frames) {
        StringBuilder weights = new StringBuilder();
        out.append("{\"type\":\"sampled\",\"name\":");
        JsonWriter.quote(out, one.name());
        out.append(",\"unit\":\"").append(unit(one.profile().unit())).append("\",\"startValue\":0,\"endValue\":");
        out.append(one.profile().total()).append(",\"samples\":[");
        one.profile().each((stack, value, samples) -> {
            out.append(weights.length() == 0 ? "[" : ",[");
            weights.append(weights.length() == 0 ? "" : ",").append(value);
            for (int i = 0; i < stack.size(); i++) {
                out.append(i == 0 ? "" : ",").append(frames.computeIfAbsent(stack.get(i), key -> frames.size()));
            }
            out.append(']');
        });
        out.append("],\"weights\":[").append(weights).append("]}");
    }

    private static String unit(Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> "nanoseconds";
            case BYTES -> "bytes";
            case COUNT -> "none";
        };
    }
}
