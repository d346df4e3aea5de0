package io.perfagent.weave;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The constant pool of a class file (JVM specification, 4.4); texts are decoded when they are asked for.
 *
 * <p>Small and lazy on purpose: it is read at start, interpreted, for each class that comes out of the weave cache.
 */
public final class ConstantPool {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    public static final int CLASS = 7;
    private static final int STRING = 8;
    public static final int FIELD_REF = 9;
    public static final int METHOD_REF = 10;
    public static final int INTERFACE_METHOD_REF = 11;
    private static final int NAME_AND_TYPE = 12;
    public static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    public static final int DYNAMIC = 17;
    public static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private static final int FIRST = 10;

    private final byte[] bytes;
    private final int[] offsets;
    private final int end;
    private @Nullable String @Nullable [] texts;

    /** @throws RuntimeException if the bytes are no class file */
    public ConstantPool(byte[] classFile) {
        bytes = classFile;
        if (int2(0) != 0xCAFE || int2(2) != 0xBABE) {
            throw new IllegalArgumentException("no class file");
        }
        int count = int2(8);
        int[] found = new int[count];
        int at = FIRST;
        for (int i = 1; i < count; i++) {
            found[i] = at;
            switch (classFile[at]) {
                case UTF8:
                    at += 3 + ((classFile[at + 1] & 0xff) << 8 | (classFile[at + 2] & 0xff));
                    break;
                case LONG:
                case DOUBLE:
                    at += 9;
                    i++;
                    break;
                case CLASS:
                case STRING:
                case METHOD_TYPE:
                case MODULE:
                case PACKAGE:
                    at += 3;
                    break;
                case METHOD_HANDLE:
                    at += 4;
                    break;
                default:
                    at += 5;
            }
        }
        offsets = found;
        end = at;
    }

    /** One more than the number of the last entry. */
    public int count() {
        return offsets.length;
    }

    /** Where the pool ends and the class's access flags are. */
    public int end() {
        return end;
    }

    /** Where an entry begins, or the pool ends. */
    public int end(int index) {
        return index < offsets.length ? offsets[index] : end;
    }

    /** The kind of an entry; 0 for one that does not exist. */
    public int tag(int index) {
        return offsets[index] == 0 ? 0 : bytes[offsets[index]];
    }

    /** The internal name of a class entry. */
    public String className(int index) {
        return text(int2(offsets[index] + 1));
    }

    /** A member reference as {@code owner.name:descriptor}. */
    public String reference(int index) {
        return className(int2(offsets[index] + 1)) + "." + nameAndType(int2(offsets[index] + 3));
    }

    /** A dynamic entry as {@code name:descriptor}. */
    String dynamic(int index) {
        return nameAndType(int2(offsets[index] + 3));
    }

    /** A method handle as its kind, a digit, and what it refers to. */
    String methodHandle(int index) {
        return bytes[offsets[index] + 1] + reference(int2(offsets[index] + 2));
    }

    private String nameAndType(int index) {
        int at = offsets[index];
        if (bytes[at] != NAME_AND_TYPE) {
            throw new IllegalArgumentException("no class file");
        }
        return text(int2(at + 1)) + ":" + text(int2(at + 3));
    }

    String text(int index) {
        @Nullable String[] decoded = texts;
        if (decoded == null) {
            decoded = new String[offsets.length];
            texts = decoded;
        }
        String known = decoded[index];
        if (known == null) {
            int at = offsets[index];
            known = new String(bytes, at + 3, int2(at + 1), StandardCharsets.UTF_8);
            decoded[index] = known;
        }
        return known;
    }

    int int2(int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
