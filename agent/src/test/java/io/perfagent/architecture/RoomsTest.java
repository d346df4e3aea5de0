package io.perfagent.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Laws 1 and 2: what the bootstrap may use, and which room may use which. */
class RoomsTest {
    private static final String LIBRARY = "instrument.<lib>";

    /** What each room may use besides itself and the JDK. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry("bootstrap", Set.of()),
            entry("export", Set.of()),
            entry("config", Set.of()),
            entry("json", Set.of()),
            entry("weave", Set.of("bootstrap")),
            entry("trace", Set.of("export")),
            entry("metric", Set.of("export")),
            entry("control", Set.of("export", "json")),
            entry(AgentClasses.START_RECORD, Set.of("bootstrap")),
            entry("coldstart", Set.of(AgentClasses.START_RECORD, "trace", "metric", "export", "json")),
            entry(AgentClasses.ARCHIVE, Set.of("weave")),
            entry(AgentClasses.PRELOAD, Set.of()),
            entry("cache.policy", Set.of("control")),
            entry("cache.shadow", Set.of("cache.policy")),
            entry("cache.tier", Set.of()),
            entry("cache.channel", Set.of("cache.tier", "trace")),
            entry("cache.redis", Set.of("cache", "cache.channel", "cache.policy", "cache.tier", "trace")),
            entry("cache.sql", Set.of("cache")),
            entry(
                    "cache",
                    Set.of(
                            "bootstrap",
                            "cache.policy",
                            "cache.shadow",
                            "cache.tier",
                            "control",
                            "metric",
                            "trace",
                            "export")),
            entry("limit", Set.of("trace", "metric", "instrument.family", "json")),
            entry("pool", Set.of("limit", "instrument.family")),
            entry("profile", Set.of("trace", "metric", "export", "json")),
            entry(AgentClasses.PROFILER, Set.of("profile", "weave")),
            entry("instrument.family", Set.of("trace", "metric", "export")),
            entry(
                    LIBRARY,
                    Set.of(
                            "bootstrap",
                            "weave",
                            "trace",
                            "metric",
                            "instrument.family",
                            "cache",
                            "cache.redis",
                            "cache.sql",
                            "cache.tier",
                            AgentClasses.START_RECORD)),
            entry(AgentClasses.HOST, wiring("coldstart", "cache", "cache.policy", "cache.tier", AgentClasses.ARCHIVE)),
            entry(AgentClasses.PROFILING, wiring("profile", AgentClasses.PROFILER, AgentClasses.HOST)),
            entry(
                    AgentClasses.WATCH,
                    wiring(
                            "control",
                            "profile",
                            "coldstart",
                            AgentClasses.START_RECORD,
                            AgentClasses.PROFILING,
                            AgentClasses.HOST)),
            entry(
                    AgentClasses.ADAPTING,
                    wiring(
                            "control",
                            "limit",
                            "cache",
                            "cache.policy",
                            "cache.redis",
                            "pool",
                            AgentClasses.ARCHIVE,
                            AgentClasses.PRELOAD,
                            AgentClasses.START_RECORD,
                            AgentClasses.WATCH,
                            AgentClasses.HOST)),
            entry(
                    "start",
                    wiring(
                            "coldstart",
                            AgentClasses.ARCHIVE,
                            AgentClasses.START_RECORD,
                            AgentClasses.HOST,
                            AgentClasses.PROFILING,
                            AgentClasses.WATCH,
                            AgentClasses.ADAPTING)),
            entry(
                    AgentClasses.COMMAND,
                    wiring(
                            "coldstart",
                            "profile",
                            AgentClasses.ARCHIVE,
                            AgentClasses.HOST,
                            AgentClasses.PROFILING,
                            AgentClasses.WATCH,
                            AgentClasses.ADAPTING,
                            "start")));

    /** Rooms that bind parts of the agent to this process may use what all of it rests on, and those parts. */
    private static Set<String> wiring(String... parts) {
        Set<String> allowed =
                new TreeSet<>(Set.of("bootstrap", "config", "export", "weave", "trace", "metric", "instrument.family"));
        allowed.addAll(Set.of(parts));
        return allowed;
    }

    /** What others have written, and which packages of ours may use it. */
    private static final Map<String, String> THIRD_PARTIES = Map.of(
            "net.bytebuddy.", "io.perfagent.weave.engine",
            "org.objectweb.asm.", "io.perfagent.weave.engine",
            "org.HdrHistogram.", "io.perfagent.metric",
            "com.github.benmanes.", "io.perfagent.cache.tier",
            "one.profiler.", "io.perfagent.profile.async",
            "one.jfr.", "io.perfagent.profile.async");

    private static final Set<String> DECLARATION_TYPES = Set.of(
            "io.perfagent.weave.Instrumentation",
            "io.perfagent.weave.Moment",
            "io.perfagent.weave.Shape",
            "io.perfagent.weave.Site",
            "io.perfagent.weave.Sites",
            "io.perfagent.weave.Sites$Declaration");

    private static String kind(String room) {
        return room.startsWith("instrument.") && !room.equals("instrument.family") ? LIBRARY : room;
    }

    private static String name(JavaClass type) {
        return type.getBaseComponentType().getName();
    }

    @Test
    void every_class_is_in_a_room_that_is_known() {
        Set<String> rooms = new TreeSet<>();
        for (JavaClass type : AgentClasses.ALL) {
            rooms.add(kind(AgentClasses.room(type.getName())));
        }

        assertThat(rooms).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    @Test
    void arrows_point_down() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : AgentClasses.ALL) {
            String room = AgentClasses.room(type.getName());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = name(dependency.getTargetClass());
                if (target.startsWith(AgentClasses.OURS)) {
                    String other = AgentClasses.room(target);
                    if (!other.equals(room) && !ALLOWED.get(kind(room)).contains(other)) {
                        wrong.add(type.getName() + " uses " + target);
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void families_use_the_encoding_of_telemetry_and_nothing_else_of_the_exporters() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : AgentClasses.ALL) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = name(dependency.getTargetClass());
                if (AgentClasses.room(type.getName()).equals("instrument.family")
                        && target.startsWith("io.perfagent.export.")
                        && !target.startsWith("io.perfagent.export.proto.")
                        && !target.startsWith("io.perfagent.export.metric.")) {
                    wrong.add(type.getName() + " uses " + target);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void only_declarations_of_instrumentations_use_weaving_and_only_its_declaration_types() {
        List<String> wrong = new ArrayList<>();
        int declarations = 0;
        for (JavaClass type : AgentClasses.ALL) {
            if (!AgentClasses.room(type.getName()).startsWith("instrument.")) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = name(dependency.getTargetClass());
                if (target.startsWith("io.perfagent.weave.")) {
                    declarations++;
                    if (!DECLARATION_TYPES.contains(target) || !type.getName().endsWith("Instrumentation")) {
                        wrong.add(type.getName() + " uses " + target);
                    }
                }
            }
        }

        assertThat(declarations).isPositive();
        assertThat(wrong).isEmpty();
    }

    @Test
    void only_instrumentations_see_a_library_and_only_their_rooms_the_parts_we_ship() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : AgentClasses.ALL) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = name(dependency.getTargetClass());
                if (isJdk(target) || target.startsWith(AgentClasses.OURS) || target.startsWith("org.jspecify.")) {
                    continue;
                }
                String allowed = "io.perfagent.instrument.";
                for (Map.Entry<String, String> thirdParty : THIRD_PARTIES.entrySet()) {
                    if (target.startsWith(thirdParty.getKey())) {
                        allowed = thirdParty.getValue();
                    }
                }
                if (!type.getName().startsWith(allowed)
                        || AgentClasses.room(type.getName()).equals("instrument.family")) {
                    wrong.add(type.getName() + " uses " + target);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void the_bootstrap_uses_two_modules_of_the_jdk_and_an_internal_in_one_place() {
        Set<String> modules = new TreeSet<>();
        Set<String> ofInternals = new TreeSet<>();
        for (JavaClass type : AgentClasses.ALL) {
            if (!AgentClasses.room(type.getName()).equals("bootstrap")) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = name(dependency.getTargetClass());
                if (!target.contains(".")
                        || target.startsWith(AgentClasses.OURS)
                        || target.startsWith("org.jspecify.annotations.")) {
                    continue;
                }
                modules.add(module(target));
                if (!target.startsWith("java.")) {
                    ofInternals.add(type.getName() + " uses " + target);
                }
            }
        }

        assertThat(modules).containsExactlyInAnyOrder("java.base", "java.instrument");
        assertThat(ofInternals)
                .containsExactly(
                        "io.perfagent.bootstrap.BootDefinition$Arguments uses jdk.internal.misc.VM",
                        "io.perfagent.bootstrap.BootDefinition$Definer uses jdk.internal.misc.Unsafe");
    }

    private static boolean isJdk(String name) {
        return !name.contains(".") || !module(name).isEmpty();
    }

    /** The module of the JDK that has a class, or empty. */
    private static String module(String name) {
        if (!name.contains(".")) {
            return "java.base"; // a primitive type
        }
        try {
            Module module =
                    Class.forName(name, false, RoomsTest.class.getClassLoader()).getModule();
            return module.isNamed() ? module.getName() : "";
        } catch (ClassNotFoundException | LinkageError e) {
            return "";
        }
    }
}
