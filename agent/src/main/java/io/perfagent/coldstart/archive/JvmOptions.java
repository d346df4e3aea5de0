package io.perfagent.coldstart.archive;

import org.jspecify.annotations.Nullable;

/**
 * Of a JVM's options those that an archive depends on, and the spelling of the agent: the two spellings differ in the
 * modules of the JVM, so an AOT cache of one is refused by the other.
 *
 * <p>Used before {@code main}; pure.
 */
public final class JvmOptions {
    private static final String[] RELEVANT = {
        "--add-modules=",
        "--limit-modules=",
        "--module-path=",
        "--upgrade-module-path=",
        "--patch-module=",
        "--add-exports=",
        "--add-opens=",
        "--add-reads=",
        "--enable-native-access=",
        "--enable-preview",
        "-Xbootclasspath/a:",
        "-XX:ObjectAlignmentInBytes="
    };

    private static final String[] RELEVANT_SWITCHES = {
        "UseSerialGC",
        "UseParallelGC",
        "UseG1GC",
        "UseZGC",
        "UseShenandoahGC",
        "UseEpsilonGC",
        "ZGenerational",
        "UseCompressedOops",
        "UseCompressedClassPointers",
        "UseCompactObjectHeaders"
    };

    private JvmOptions() {}

    /** The relevant ones, in the order in which they were given, one a line. */
    static String relevant(String[] options) {
        StringBuilder found = new StringBuilder();
        for (String option : options) {
            if (isRelevant(option)) {
                found.append(option).append('\n');
            }
        }
        return found.toString();
    }

    private static boolean isRelevant(String option) {
        for (String prefix : RELEVANT) {
            if (option.startsWith(prefix)) {
                return true;
            }
        }
        if (option.length() > 5 && (option.startsWith("-XX:+") || option.startsWith("-XX:-"))) {
            for (String name : RELEVANT_SWITCHES) {
                if (option.regionMatches(5, name, 0, Math.max(name.length(), option.length() - 5))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@code -javaagent}, {@code -agentlib}, or empty where the options name no agent at all. */
    static String spelling(String[] options) {
        String spelling = "";
        for (String option : options) {
            if (option.startsWith("-javaagent:")) {
                return "-javaagent"; // one is enough to add the module
            }
            if (option.startsWith("-agentlib:instrument=")) {
                spelling = "-agentlib";
            }
        }
        return spelling;
    }

    /** Spelling and relevant options as one text, which is compared as a whole; null where the options are not known. */
    public static @Nullable String shape(String @Nullable [] options) {
        return options == null ? null : spelling(options) + "\n" + relevant(options);
    }
}
