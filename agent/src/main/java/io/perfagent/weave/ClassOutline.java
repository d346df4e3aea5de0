package io.perfagent.weave;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outline of a class file, without its code: names, super types, members, and what its constant pool refers to (JVM
 * specification, chapter 4).
 *
 * <p>Small and lazy on purpose: it runs at start for each class that comes out of the weave cache.
 */
public final class ClassOutline {
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int FIELD_REF = 9;
    private static final int METHOD_REF = 10;
    private static final int INTERFACE_METHOD_REF = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;

    private final byte[] bytes;
    private final int[] offsets;
    private final @Nullable String[] texts;
    public final String name;
    public final @Nullable String superName;
    public final String[] interfaces;

    /** Access flags, name and descriptor of each field and method, one string each, fields first. */
    public final List<String> members = new ArrayList<>();

    /** {@code name + descriptor} of each method. */
    public final List<String> methods = new ArrayList<>();

    /** @throws RuntimeException if the bytes are no class file */
    public ClassOutline(byte[] classFile) {
        bytes = classFile;
        if (int4(0) != 0xCAFEBABE) {
            throw new IllegalArgumentException("no class file");
        }
        int count = int2(8);
        offsets = new int[count];
        texts = new String[count];
        int at = 10;
        for (int i = 1; i < count; i++) {
            offsets[i] = at;
            switch (bytes[at]) {
                case UTF8:
                    at += 3 + int2(at + 1);
                    break;
                case 5:
                case 6:
                    at += 9;
                    i++;
                    break;
                case CLASS:
                case 8:
                case 16:
                case 19:
                case 20:
                    at += 3;
                    break;
                case METHOD_HANDLE:
                    at += 4;
                    break;
                default:
                    at += 5;
            }
        }
        name = className(int2(at + 2));
        int superIndex = int2(at + 4);
        superName = superIndex == 0 ? null : className(superIndex);
        interfaces = new String[int2(at + 6)];
        at += 8;
        for (int i = 0; i < interfaces.length; i++, at += 2) {
            interfaces[i] = className(int2(at));
        }
        at = members(at, false);
        members(at, true);
    }

    private int members(int start, boolean areMethods) {
        int at = start + 2;
        for (int n = int2(start); n > 0; n--) {
            String signature = text(int2(at + 2)) + text(int2(at + 4));
            members.add(int2(at) + (areMethods ? "m" : "f") + signature);
            if (areMethods) {
                methods.add(signature);
            }
            int attributes = int2(at + 6);
            at += 8;
            for (; attributes > 0; attributes--) {
                int length = int4(at + 2);
                if (length < 0) {
                    throw new IllegalArgumentException("no class file");
                }
                at += 6 + length;
            }
        }
        return at;
    }

    /** The class names of all class entries of the constant pool. */
    public List<String> classes() {
        List<String> found = new ArrayList<>();
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] != 0 && bytes[offsets[i]] == CLASS) {
                found.add(className(i));
            }
        }
        return found;
    }

    /** All member references of the constant pool as {@code owner.name:descriptor}; dynamic ones with an owner of "#". */
    public List<String> references() {
        List<String> found = new ArrayList<>();
        for (int i = 1; i < offsets.length; i++) {
            int at = offsets[i];
            if (at == 0) {
                continue;
            }
            switch (bytes[at]) {
                case FIELD_REF:
                case METHOD_REF:
                case INTERFACE_METHOD_REF:
                    found.add(className(int2(at + 1)) + "." + nameAndType(int2(at + 3)));
                    break;
                case DYNAMIC:
                case INVOKE_DYNAMIC:
                    found.add("#." + nameAndType(int2(at + 3)));
                    break;
                case METHOD_HANDLE:
                    int target = offsets[int2(at + 2)];
                    found.add("#" + bytes[at + 1] + className(int2(target + 1)) + "." + nameAndType(int2(target + 3)));
                    break;
                default:
            }
        }
        return found;
    }

    private String nameAndType(int index) {
        int at = offsets[index];
        if (bytes[at] != NAME_AND_TYPE) {
            throw new IllegalArgumentException("no class file");
        }
        return text(int2(at + 1)) + ":" + text(int2(at + 3));
    }

    private String className(int index) {
        return text(int2(offsets[index] + 1));
    }

    private String text(int index) {
        String known = texts[index];
        if (known == null) {
            int at = offsets[index];
            known = new String(bytes, at + 3, int2(at + 1), StandardCharsets.UTF_8);
            texts[index] = known;
        }
        return known;
    }

    private int int2(int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private int int4(int at) {
        return int2(at) << 16 | int2(at + 2);
    }
}
