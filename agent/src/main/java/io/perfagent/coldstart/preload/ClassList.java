package io.perfagent.coldstart.preload;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binary names of classes in the order in which a start has loaded them, and the list's own name, by which starts that had it
 * are told from others. At most {@value #MAX_CLASSES} names. Immutable.
 */
public record ClassList(String name, List<String> classes) {
    /** What a start loads beyond is left to it. */
    public static final int MAX_CLASSES = 20_000;

    /** A longer file is none of ours. */
    public static final int MAX_BYTES = 2 << 20;

    private static final String HEAD = "perf-agent classes 1 ";
    private static final String END = "end ";
    private static final String OURS = "io.perfagent.bootstrap.";

    /** Tells classes that must not be loaded before their time, because their loading means something. */
    public interface Marks {
        /** @param binaryName with dots */
        boolean isMark(String binaryName);
    }

    /**
     * Those of one loader.
     *
     * @param loaded as the JVM tells: of each loader the latest first
     * @param marks neither they are listed, nor what extends or implements one
     */
    public static ClassList of(String name, Class<?>[] loaded, ClassLoader loader, Marks marks) {
        List<Class<?>> marked = new ArrayList<>();
        for (Class<?> type : loaded) {
            if (!type.isArray() && marks.isMark(type.getName())) {
                marked.add(type);
            }
        }
        List<String> classes = new ArrayList<>();
        for (int i = loaded.length - 1; i >= 0 && classes.size() < MAX_CLASSES; i--) {
            Class<?> type = loaded[i];
            if (type.getClassLoader() == loader && isNamed(type) && !isAny(marked, type)) {
                classes.add(type.getName());
            }
        }
        return new ClassList(name, List.copyOf(classes));
    }

    private static boolean isAny(List<Class<?>> marked, Class<?> type) {
        for (Class<?> one : marked) {
            if (one.isAssignableFrom(type)) {
                return true;
            }
        }
        return false;
    }

    /** A class that can be found again by its name. */
    private static boolean isNamed(Class<?> type) {
        String name = type.getName();
        return !type.isArray()
                && !type.isHidden()
                && !Proxy.isProxyClass(type)
                && name.indexOf('/') < 0
                && !name.startsWith(OURS);
    }

    /** As a file. */
    public byte[] encode() {
        StringBuilder out = new StringBuilder(64 * (classes.size() + 2));
        out.append(HEAD).append(name).append('\n');
        for (String one : classes) {
            out.append(one).append('\n');
        }
        out.append(END).append(classes.size()).append('\n');
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What {@link #encode} wrote; null if it is not whole. */
    public static @Nullable ClassList parse(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        int at = text.indexOf('\n');
        if (file.length > MAX_BYTES || at < 0 || !text.startsWith(HEAD)) {
            return null;
        }
        String name = text.substring(HEAD.length(), at);
        List<String> classes = new ArrayList<>();
        for (int end; (end = text.indexOf('\n', at + 1)) > 0; at = end) {
            String line = text.substring(at + 1, end);
            if (line.startsWith(END)) {
                boolean whole = end == text.length() - 1 && line.equals(END + classes.size());
                return whole && !name.isEmpty() ? new ClassList(name, classes) : null;
            }
            if (classes.size() == MAX_CLASSES || line.isEmpty() || line.charAt(0) == '[') {
                return null;
            }
            classes.add(line);
        }
        return null;
    }
}
