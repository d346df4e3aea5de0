package io.perfagent.profile.stack;

import io.perfagent.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Profiles as one page that draws them as flame graphs: searched, zoomed, coloured by kind of frame; loads nothing. */
public final class FlameGraph {
    private FlameGraph() {}

    /**
     * @param title what was profiled
     * @param note how, in a sentence
     * @param profiles shown one at a time; at least one
     */
    public static String page(String title, String note, List<NamedProfile> profiles) {
        ProfileTree tree = new ProfileTree();
        StringBuilder all = new StringBuilder(64 << 10);
        for (NamedProfile one : profiles) {
            head(all, one.name(), one.profile(), null);
            tree.write(all, one.profile());
            all.append("]}");
        }
        return page(title, note, tree, all);
    }

    /**
     * Two profiles of the same kind in one graph, the second scaled to the first's total: frames are as wide as in the
     * second, red where they have grown, blue where they have shrunk.
     */
    public static String difference(String title, String note, StackProfile before, StackProfile after) {
        ProfileTree tree = new ProfileTree();
        StringBuilder all = new StringBuilder(64 << 10);
        head(all, "difference", after, before);
        tree.write(all, after, before);
        all.append("]}");
        return page(title, note, tree, all);
    }

    private static void head(StringBuilder all, String name, StackProfile profile, @Nullable StackProfile before) {
        all.append(all.length() == 0 ? "{" : ",{").append("\"name\":");
        JsonWriter.quote(all, name);
        all.append(",\"unit\":\"")
                .append(unit(profile.unit()))
                .append("\",\"samples\":")
                .append(profile.samples());
        all.append(",\"cut\":").append(profile.cutSamples());
        all.append(",\"before\":").append(before == null ? -1 : before.total());
        all.append(",\"nodes\":[");
    }

    private static String unit(Unit unit) {
        return switch (unit) {
            case NANOSECONDS -> "ns";
            case BYTES -> "B";
            case COUNT -> "";
        };
    }

    private static String page(String title, String note, ProfileTree tree, StringBuilder profiles) {
        StringBuilder data = new StringBuilder(profiles.length() + 1024);
        data.append("{\"title\":");
        JsonWriter.quote(data, title);
        data.append(",\"note\":");
        JsonWriter.quote(data, note);
        data.append(",\"names\":[");
        for (int i = 0; i < tree.names.size(); i++) {
            data.append(i == 0 ? "" : ",");
            JsonWriter.quote(data, FrameKind.label(tree.names.get(i)));
        }
        data.append("],\"kinds\":\"");
        for (String name : tree.names) {
            data.append("jnkco".charAt(FrameKind.of(name).ordinal()));
        }
        data.append("\",\"profiles\":[").append(profiles).append("]}");
        return FlameGraphPage.HEAD + data + FlameGraphPage.TAIL;
    }
}
