package io.perfagent.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

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
        if (rest.startsWith(ARCHIVE + ".")) {
            return ARCHIVE;
        }
        if (rest.startsWith(PRELOAD + ".")) {
            return PRELOAD;
        }
        if (rest.startsWith(PROFILER + ".")) {
            return PROFILER;
        }
        return rest.startsWith(START_RECORD + ".") ? START_RECORD : room;
    }
}
