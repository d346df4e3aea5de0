package io.perfagent.coldstart.archive;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent in a training start tells {@code prepare}: what the start was, and the classes that can be archived.
 *
 * <p>Of the JVM's options only those are told that an archive depends on: others may hold secrets.
 *
 * @param start what the record is made of
 * @param options those that an archive depends on
 * @param spelling {@code -javaagent}, {@code -agentlib} or empty
 * @param mainModule of an application started with {@code -m}, or empty
 * @param classes of the boot and the platform loader, with slashes
 * @param applicationClasses of the application's loader, with slashes
 * @param otherClasses how many classes are of loaders that no archive covers
 */
public record TrainingAnswer(
        ArchiveRecord.Start start,
        List<String> options,
        String spelling,
        String mainModule,
        List<String> classes,
        List<String> applicationClasses,
        int otherClasses) {
    private static final int MAX_CLASSES = 200_000;
    private static final String OURS = "io.perfagent.bootstrap.";

    /** One item a line: a letter, a blank, the value. */
    public static String encode(
            long jdkBuild,
            long agentBuild,
            String[] options,
            String classPath,
            String program,
            String mainModule,
            Class<?>[] loaded,
            ClassLoader application) {
        StringBuilder out = new StringBuilder(1 << 16);
        out.append("j ").append(jdkBuild).append('\n');
        out.append("b ").append(agentBuild).append('\n');
        out.append("s ").append(JvmOptions.spelling(options)).append('\n');
        for (String option : JvmOptions.relevant(options).split("\n")) {
            out.append(option.isEmpty() ? "" : "o " + option + "\n");
        }
        out.append("p ").append(classPath).append('\n');
        out.append("r ").append(program).append('\n');
        out.append("m ").append(mainModule.equals("null") ? "" : mainModule).append('\n');
        int others = 0;
        int written = 0;
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        for (Class<?> type : loaded) {
            if (isNamed(type) && written < MAX_CLASSES) {
                ClassLoader loader = type.getClassLoader();
                boolean ofApplication = loader == application;
                if (loader == null || loader == platform || ofApplication) {
                    written++;
                    String name = type.getName().replace('.', '/');
                    out.append(ofApplication ? "a " : "c ").append(name).append('\n');
                } else if (!loader.getClass().getName().startsWith("io.perfagent.")) {
                    others++;
                }
            }
        }
        return out.append("n ").append(others).append('\n').toString();
    }

    /** A class that can be found again by its name: no array, nothing generated in the JVM, none of ours. */
    private static boolean isNamed(Class<?> type) {
        String name = type.getName();
        return !type.isArray()
                && !type.isPrimitive()
                && !type.isHidden()
                && !Proxy.isProxyClass(type)
                && name.indexOf('/') < 0
                && !name.contains("$$Lambda")
                && !name.contains("LambdaForm$")
                && !name.startsWith("jdk.internal.reflect.Generated")
                && !name.startsWith(OURS);
    }

    /** @return null if the text is none, such as an answer that says that something failed */
    static @Nullable TrainingAnswer parse(String text) {
        List<String> options = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        List<String> applicationClasses = new ArrayList<>();
        String jdk = "";
        String agent = "";
        String spelling = "";
        String classPath = "";
        String program = "";
        String module = "";
        int others = -1;
        for (String line : text.split("\n")) {
            String value = line.length() > 2 ? line.substring(2) : "";
            switch (line.isEmpty() ? ' ' : line.charAt(0)) {
                case 'j' -> jdk = value;
                case 'b' -> agent = value;
                case 's' -> spelling = value;
                case 'o' -> options.add(value);
                case 'p' -> classPath = value;
                case 'r' -> program = value;
                case 'm' -> module = value;
                case 'c' -> classes.add(value);
                case 'a' -> applicationClasses.add(value);
                case 'n' -> others = Integer.parseInt(value);
                default -> {
                    return null;
                }
            }
        }
        if (others < 0 || jdk.isEmpty() || agent.isEmpty()) {
            return null; // cut short
        }
        StringBuilder shape = new StringBuilder(spelling).append('\n');
        for (String option : options) {
            shape.append(option).append('\n');
        }
        return new TrainingAnswer(
                new ArchiveRecord.Start(
                        Long.parseLong(jdk), Long.parseLong(agent), shape.toString(), classPath, program),
                options,
                spelling,
                module,
                classes,
                applicationClasses,
                others);
    }
}
