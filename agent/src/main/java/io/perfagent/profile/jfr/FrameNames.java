package io.perfagent.profile.jfr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/** Names of frames and classes, each made once; bounded by starting anew. For the thread of the stream only. */
final class FrameNames {
    /** Stands for the outermost frames of a stack that is deeper than JFR records (64 frames unless told otherwise). */
    static final String TRUNCATED = "(deeper)";

    private static final int MAX_STACKS = 4096;
    private static final int MAX_NAMES = 8192;

    private final IdentityHashMap<RecordedStackTrace, List<String>> stacks = new IdentityHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final IdentityHashMap<RecordedMethod, String> methods = new IdentityHashMap<>();

    /** The frames of a stack, root first; empty where there is none. */
    List<String> frames(@Nullable RecordedStackTrace stack) {
        if (stack == null) {
            return List.of();
        }
        List<String> known = stacks.get(stack);
        if (known == null) {
            known = read(stack);
            if (stacks.size() >= MAX_STACKS) {
                stacks.clear();
            }
            stacks.put(stack, known);
        }
        return known;
    }

    /** Lets go of a chunk's objects: the next one has others for the same stacks. */
    void forgetStacks() {
        stacks.clear();
        methods.clear();
    }

    private List<String> read(RecordedStackTrace stack) {
        List<RecordedFrame> recorded = stack.getFrames();
        List<String> frames = new ArrayList<>(recorded.size() + 1);
        if (stack.isTruncated()) {
            frames.add(TRUNCATED);
        }
        for (int i = recorded.size() - 1; i >= 0; i--) {
            RecordedMethod method = recorded.get(i).getMethod();
            if (method != null) {
                frames.add(name(method));
            }
        }
        return List.copyOf(frames);
    }

    /** Such as {@code com.acme.Shop.price}. */
    String name(RecordedMethod method) {
        String known = methods.get(method);
        if (known == null) {
            RecordedClass type = method.getType();
            known = interned((type == null ? "?" : plain(type.getName())) + "." + method.getName());
            if (methods.size() >= MAX_STACKS) {
                methods.clear();
            }
            methods.put(method, known);
        }
        return known;
    }

    /** Such as {@code com.acme.Shop} or {@code byte[]}. */
    String name(@Nullable RecordedClass type) {
        return type == null ? "?" : interned(plain(type.getName()));
    }

    private String interned(String name) {
        if (names.size() >= MAX_NAMES) {
            names.clear();
        }
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    /**
     * A name without what differs from start to start: numbers of lambdas, hidden classes and generated accessors; arrays as
     * they are written in the language.
     */
    static String plain(String name) {
        if (name.startsWith("[")) {
            return array(name);
        }
        int lambda = name.indexOf("$$Lambda");
        if (lambda >= 0) {
            return name.substring(0, lambda) + "$$Lambda";
        }
        int hidden = name.indexOf("/0x");
        if (hidden < 0) {
            hidden = name.indexOf(".0x");
        }
        if (hidden >= 0) {
            return name.substring(0, hidden);
        }
        int end = name.length();
        if (name.contains("Generated") || name.contains("$Proxy")) {
            while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
                end--;
            }
        }
        return name.substring(0, end);
    }

    private static String array(String name) {
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        String element = name.substring(dimensions);
        String written = switch (element) {
            case "B" -> "byte";
            case "C" -> "char";
            case "D" -> "double";
            case "F" -> "float";
            case "I" -> "int";
            case "J" -> "long";
            case "S" -> "short";
            case "Z" -> "boolean";
            default ->
                element.startsWith("L") && element.endsWith(";")
                        ? plain(element.substring(1, element.length() - 1).replace('/', '.'))
                        : element;
        };
        return written + "[]".repeat(dimensions);
    }
}
