package io.perfagent.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** The compiled classes of the three shipped modules, without tests. */
final class AgentClasses {
    static final String OURS = "io.perfagent.";
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.perfagent");

    private AgentClasses() {}

    /** Where hooks write down what happens at the start: below the room that makes sense of it. */
    static final String START_RECORD = "coldstart.record";

    /** Start-up archives: made and checked without the room that measures starts. */
    static final String ARCHIVE = "coldstart.archive";

    /** Classes loaded ahead: a list and a loop, of which nothing else is needed at the start. */
    static final String PRELOAD = "coldstart.preload";

    /** The sampling profiler: alone in touching what is written to disk and loaded from there. */
    static final String PROFILER = "profile.async";

    /** Each package below caching is a room of its own. */
    static final String CACHE = "cache.";

    /** What every part of the agent in this JVM may ask for. */
    static final String HOST = "start.host";

    static final String PROFILING = "start.profiling";
    static final String WATCH = "start.watch";
    static final String ADAPTING = "start.adapting";
    static final String COMMAND = "start.command";

    /** Rooms with walls of their own within another's package. */
    private static final List<String> WITHIN_OTHERS =
            List.of(START_RECORD, ARCHIVE, PRELOAD, PROFILER, HOST, PROFILING, WATCH, ADAPTING, COMMAND);

    /** The room of a class: the package below ours; for instrumentations, with the library. */
    static String room(String className) {
        String rest = className.substring(OURS.length());
        int dot = rest.indexOf('.');
        String room = rest.substring(0, dot);
        if (room.equals("instrument")) {
            String library = rest.substring(dot + 1);
            return "instrument." + library.substring(0, library.indexOf('.'));
        }
        if (rest.startsWith(CACHE)) {
            String below = rest.substring(CACHE.length());
            int end = below.indexOf('.');
            return end < 0 ? room : CACHE + below.substring(0, end);
        }
        for (String within : WITHIN_OTHERS) {
            if (rest.startsWith(within + ".")) {
                return within;
            }
        }
        return room;
    }
}
