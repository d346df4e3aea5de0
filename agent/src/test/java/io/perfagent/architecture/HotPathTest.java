package io.perfagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.weave.ClassFiles;
import io.perfagent.weave.ClassOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Code that runs on request threads, or while the application starts, uses nothing whose first use is dear: lambdas,
 * streams, {@code String.format}, regular expressions, logging.
 */
class HotPathTest {
    private static final Set<String> ROOMS =
            Set.of("bootstrap", "trace", "metric", "weave", "instrument", "start", AgentClasses.START_RECORD);

    /** Classes that run on our own threads only, or while the agent jar is built, and why. */
    private static final Map<String, String> IN_BACKGROUND = new TreeMap<>(Map.of(
            "io.perfagent.instrument.family.ConnectionPools", "its metrics are read on the export thread",
            "io.perfagent.start.Status", "written on request, and while the JVM ends",
            "io.perfagent.weave.Sites", "runs while the agent jar is built",
            "io.perfagent.weave.LibraryUse", "runs on the weaving thread, and while the agent jar is built",
            "io.perfagent.weave.Weaveworks", "runs on the agent's main thread"));

    private static final String[] DEAR = {
        "java/util/stream/",
        "java/util/Optional",
        "java/util/regex/",
        "java/util/logging/",
        "java/util/Formatter",
        "java/lang/String.format:",
        "java/lang/String.formatted:",
        "java/lang/String.replaceAll:",
        "java/lang/String.replaceFirst:",
        "java/lang/String.matches:"
    };

    private interface Check {
        void look(String className, ClassOutline outline, Set<String> found);
    }

    /** What was found, by the top-level class; nested ones count as it. */
    private static Map<String, Set<String>> search(Check check) {
        Map<String, Set<String>> found = new TreeMap<>();
        int searched = 0;
        for (com.tngtech.archunit.core.domain.JavaClass type : AgentClasses.ALL) {
            String name = type.getName();
            String room = AgentClasses.room(name);
            String top = room.startsWith("instrument") ? "instrument" : room.startsWith("start.") ? "start" : room;
            if (!ROOMS.contains(top) || name.startsWith("io.perfagent.weave.engine.")) {
                continue;
            }
            searched++;
            Set<String> ofClass = new TreeSet<>();
            check.look(name, new ClassOutline(ClassFiles.of(type.reflect())), ofClass);
            if (!ofClass.isEmpty()) {
                int nested = name.indexOf('$');
                found.computeIfAbsent(nested < 0 ? name : name.substring(0, nested), key -> new TreeSet<>())
                        .addAll(ofClass);
            }
        }
        assertThat(searched).isGreaterThan(150);
        return found;
    }

    @Test
    void no_lambda_and_no_other_invokedynamic() {
        Map<String, Set<String>> found = search((name, outline, into) -> {
            for (String reference : outline.references()) {
                // A record's own equals, hashCode and toString are linked when they are called, if ever.
                boolean ofRecord = "java/lang/Record".equals(outline.superName);
                if (reference.startsWith("#.") && !ofRecord) {
                    into.add(reference.substring(2));
                }
            }
        });

        Set<String> unknown = new TreeSet<>(found.keySet());
        unknown.removeAll(IN_BACKGROUND.keySet());
        assertThat(unknown).as("%s", found).isEmpty();
        assertThat(found.keySet())
                .as("named as exceptions without need")
                .containsExactlyInAnyOrderElementsOf(IN_BACKGROUND.keySet());
    }

    @Test
    void no_streams_formats_regular_expressions_or_logging() {
        Map<String, Set<String>> found = search((name, outline, into) -> {
            List<String> used = new ArrayList<>(outline.references());
            used.addAll(outline.classes());
            for (String one : used) {
                for (String dear : DEAR) {
                    if (one.startsWith(dear)) {
                        into.add(one);
                    }
                }
            }
        });

        assertThat(found).isEmpty();
    }

    @Test
    void what_is_needed_before_main_does_without_nio_files_and_jmx() {
        Set<String> beforeMain = Set.of(
                "io.perfagent.bootstrap",
                "io.perfagent.config",
                "io.perfagent.coldstart.record",
                "io.perfagent.trace",
                "io.perfagent.instrument",
                "io.perfagent.weave.Weaving",
                "io.perfagent.weave.SiteTable",
                "io.perfagent.weave.cache.WeaveCache",
                "io.perfagent.weave.cache.WovenCheck",
                "io.perfagent.weave.ClassOutline",
                "io.perfagent.weave.Origins");
        Map<String, Set<String>> found = search((name, outline, into) -> {
            if (beforeMain.stream().anyMatch(name::startsWith)) {
                into.addAll(outline.classes().stream()
                        .filter(one -> one.startsWith("java/nio/file/")
                                || one.startsWith("java/lang/management/")
                                || one.startsWith("javax/management/"))
                        .collect(Collectors.toSet()));
            }
        });

        assertThat(found).isEmpty();
    }
}
