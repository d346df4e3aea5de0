package io.perfagent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a hook uses of its library, read from the hook's own class file, and whether a library has it. */
public final class LibraryUse {
    private static final String OURS = "io/perfagent/";
    private static final String OUR_LIBRARY_HOOKS = "io/perfagent/instrument/";

    private final ClassFiles library;
    private final ClassFiles ours;
    private final Map<String, @Nullable ClassOutline> known = new HashMap<>();

    /** Where class files are read from. */
    public interface ClassFiles {
        /** The class file of an internal name, or null. */
        byte @Nullable [] read(String internalName) throws IOException;
    }

    public LibraryUse(ClassFiles library, ClassFiles ours) {
        this.library = library;
        this.ours = ours;
    }

    /** The library classes that a hook uses members of; while the agent jar is built. */
    static String[] dependencies(String hook) {
        try {
            Set<String> owners = new TreeSet<>();
            ClassFiles classPath = LibraryUse::fromClassPath;
            for (String reference : references(hook.replace('.', '/'), classPath)) {
                owners.add(reference.substring(0, reference.indexOf('.')));
            }
            return owners.toArray(new String[0]);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + hook, e);
        }
    }

    private static byte @Nullable [] fromClassPath(String internalName) throws IOException {
        try (InputStream in = LibraryUse.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** Member references to library classes from a hook and the classes of its package that it uses. */
    private static Set<String> references(String hook, ClassFiles ours) throws IOException {
        String room = hook.substring(0, hook.lastIndexOf('/') + 1);
        Set<String> found = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(hook);
        while (!open.isEmpty()) {
            String name = open.remove();
            byte[] bytes = seen.add(name) ? ours.read(name) : null;
            if (bytes == null) {
                continue;
            }
            ClassOutline outline = new ClassOutline(bytes);
            for (String reference : outline.references()) {
                char start = reference.charAt(0);
                if (start != '#' && start != '[' && !isJdk(reference) && !reference.startsWith(OURS)) {
                    found.add(reference);
                }
            }
            for (String used : outline.classes()) {
                if (used.startsWith(room)) {
                    open.add(used);
                }
            }
        }
        return found;
    }

    /** Whether a class, with slashes, is the JDK's; of those that the table and hooks name. */
    static boolean isJdk(String name) {
        return name.startsWith("java/")
                || name.startsWith("javax/net/")
                || name.startsWith("javax/sql/")
                || name.startsWith("com/sun/net/httpserver/")
                || name.startsWith("jdk/")
                || name.startsWith("sun/");
    }

    /** The first member that a hook needs and the library has not, or null if all are there. */
    public @Nullable String missing(String hook) throws IOException {
        if (!hook.replace('.', '/').startsWith(OUR_LIBRARY_HOOKS)) {
            return hook + " is no hook";
        }
        for (String reference : references(hook.replace('.', '/'), ours)) {
            int dot = reference.indexOf('.');
            String owner = reference.substring(0, dot);
            int colon = reference.indexOf(':');
            String member = reference.substring(dot + 1, colon) + reference.substring(colon + 1);
            if (outline(owner) == null) {
                return owner.replace('/', '.');
            }
            if (!has(owner, member, 0)) {
                return owner.replace('/', '.') + "." + reference.substring(dot + 1);
            }
        }
        return null;
    }

    /**
     * Whether all that is missing are whole packages of which the hook uses several classes: the library comes in parts,
     * and this one is not there. A single class that is missing may as well have had another name in this version.
     */
    public boolean isPartAbsent(String hook) throws IOException {
        Set<String> present = new TreeSet<>();
        Map<String, String> oneMissing = new HashMap<>();
        Set<String> severalMissing = new TreeSet<>();
        for (String reference : references(hook.replace('.', '/'), ours)) {
            String owner = reference.substring(0, reference.indexOf('.'));
            String room = owner.substring(0, owner.lastIndexOf('/') + 1);
            if (outline(owner) != null) {
                present.add(room);
            } else {
                String other = oneMissing.put(room, owner);
                if (other != null && !other.equals(owner)) {
                    severalMissing.add(room);
                }
            }
        }
        Set<String> missing = oneMissing.keySet();
        return !missing.isEmpty() && severalMissing.containsAll(missing) && Collections.disjoint(missing, present);
    }

    private boolean has(String owner, String member, int depth) throws IOException {
        ClassOutline outline = outline(owner);
        if (outline == null || depth > 32) {
            return outline == null && isJdk(owner); // a class of the JDK that it does not hand out
        }
        for (int i = 0; i < outline.members.size(); i++) {
            if (isMember(outline.members.get(i), member)) {
                return true;
            }
        }
        for (String parent : outline.interfaces) {
            if (has(parent, member, depth + 1)) {
                return true;
            }
        }
        return outline.superName != null && has(outline.superName, member, depth + 1);
    }

    /** An entry of {@link ClassOutline#members} is access flags in decimal, {@code f} or {@code m}, name and descriptor. */
    private static boolean isMember(String entry, String member) {
        int kind = entry.length() - member.length() - 1;
        return kind > 0 && entry.endsWith(member) && Character.isDigit(entry.charAt(kind - 1));
    }

    /** What a library's class has from the JDK: a pipeline of Netty's is iterated by what Iterable declares. */
    private static byte @Nullable [] ofJdk(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private @Nullable ClassOutline outline(String name) throws IOException {
        if (known.containsKey(name)) {
            return known.get(name);
        }
        byte[] bytes = isJdk(name) ? ofJdk(name) : library.read(name);
        ClassOutline outline = bytes == null ? null : new ClassOutline(bytes);
        known.put(name, outline);
        return outline;
    }
}
