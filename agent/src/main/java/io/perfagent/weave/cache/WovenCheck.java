package io.perfagent.weave.cache;

import io.perfagent.weave.ClassOutline;
import io.perfagent.weave.ConstantPool;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a woven class file differs from its original by calls of the seam only.
 *
 * <p>What the weave cache holds runs inside the application and the JDK. An entry must keep the class's name, super type,
 * interfaces, fields and method signatures, and may refer to no member that the original does not refer to, the seam's
 * excepted.
 */
public final class WovenCheck {
    private static final String SEAM = "io/perfagent/bootstrap/Seam";
    private static final String ANSWER = "io/perfagent/bootstrap/Answer";

    private static final String[] BOXES = {
        "java/lang/Boolean",
        "java/lang/Byte",
        "java/lang/Character",
        "java/lang/Short",
        "java/lang/Integer",
        "java/lang/Long",
        "java/lang/Float",
        "java/lang/Double",
        "java/lang/Number"
    };

    private WovenCheck() {}

    public static boolean accepts(byte[] original, byte[] woven) {
        try {
            return extendsPool(original, woven) || acceptsOutline(original, woven);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /**
     * Whether {@code woven} has the constant pool of {@code original} with nothing but references to the seam behind it,
     * and the same head and members by the same constants. True for what the weaver makes, and needs no text of the
     * original; false says only that the whole has to be looked at.
     */
    private static boolean extendsPool(byte[] original, byte[] woven) {
        ConstantPool before = new ConstantPool(original);
        ConstantPool after = new ConstantPool(woven);
        if (before.count() > after.count()
                || !Arrays.equals(original, 10, before.end(), woven, 10, before.end())
                || after.end(before.count()) != before.end()) {
            return false;
        }
        for (int i = before.count(); i < after.count(); i++) {
            if (!isHarmless(after, i)) {
                return false;
            }
        }
        return sameMembers(original, before.end(), woven, after.end());
    }

    /** Texts, numbers and names do nothing by themselves; a class or a member must be the seam's or a box. */
    private static boolean isHarmless(ConstantPool pool, int index) {
        switch (pool.tag(index)) {
            case ConstantPool.CLASS:
                String name = pool.className(index);
                return isNeutral(name);
            case ConstantPool.FIELD_REF:
            case ConstantPool.METHOD_REF:
            case ConstantPool.INTERFACE_METHOD_REF:
                String reference = pool.reference(index);
                return reference.startsWith(SEAM + ".") || isBoxing(reference);
            case ConstantPool.METHOD_HANDLE:
            case ConstantPool.DYNAMIC:
            case ConstantPool.INVOKE_DYNAMIC:
                return false;
            default:
                return true;
        }
    }

    /** Compares access flags, class, super class, interfaces, and flags, name and descriptor of each member. */
    private static boolean sameMembers(byte[] original, int before, byte[] woven, int after) {
        int head = 8 + 2 * int2(original, before + 6);
        if (!Arrays.equals(original, before, before + head, woven, after, after + head)) {
            return false;
        }
        int a = before + head;
        int b = after + head;
        for (int kind = 0; kind < 2; kind++) {
            int members = int2(original, a);
            if (members != int2(woven, b)) {
                return false;
            }
            a += 2;
            b += 2;
            for (; members > 0; members--) {
                if (!Arrays.equals(original, a, a + 6, woven, b, b + 6)) {
                    return false;
                }
                a = afterAttributes(original, a + 6);
                b = afterAttributes(woven, b + 6);
            }
        }
        return true;
    }

    private static int afterAttributes(byte[] bytes, int at) {
        int end = at + 2;
        for (int n = int2(bytes, at); n > 0; n--) {
            int length = int2(bytes, end + 2) << 16 | int2(bytes, end + 4);
            if (length < 0) {
                throw new IllegalArgumentException("no class file");
            }
            end += 6 + length;
        }
        return end;
    }

    private static int int2(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static boolean acceptsOutline(byte[] original, byte[] woven) {
        try {
            ClassOutline before = new ClassOutline(original);
            ClassOutline after = new ClassOutline(woven);
            return before.name.equals(after.name)
                    && String.valueOf(before.superName).equals(String.valueOf(after.superName))
                    && Arrays.equals(before.interfaces, after.interfaces)
                    && before.members.equals(after.members)
                    && referencesKept(before, after)
                    && classesKept(before, after);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean referencesKept(ClassOutline before, ClassOutline after) {
        Set<String> known = new HashSet<>(before.references());
        for (String reference : after.references()) {
            if (!known.contains(reference) && !reference.startsWith(SEAM + ".") && !isBoxing(reference)) {
                return false;
            }
        }
        return true;
    }

    /** What any woven class may name. */
    private static boolean isNeutral(String className) {
        return className.equals(SEAM)
                || className.equals(ANSWER)
                || className.equals("java/lang/Throwable")
                || className.equals("java/lang/Object")
                || isBox(className);
    }

    /** What an argument or a result of a primitive type is handed to the seam in. */
    private static boolean isBox(String name) {
        for (String box : BOXES) {
            if (name.equals(box)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBoxing(String reference) {
        int dot = reference.indexOf('.');
        return isBox(reference.substring(0, dot))
                && (reference.startsWith("valueOf:(", dot + 1) && reference.charAt(dot + 10) != 'L'
                        || reference.indexOf("Value:()", dot) > 0);
    }

    private static boolean classesKept(ClassOutline before, ClassOutline after) {
        List<String> named = before.classes();
        Set<String> known = new HashSet<>(named);
        for (String name : after.classes()) {
            if (!known.contains(name) && !isNeutral(name) && !inSignatures(before, name)) {
                return false;
            }
        }
        return true;
    }

    /** A cast to, or a frame of, a type that the class's own signatures name adds nothing to what it can reach. */
    private static boolean inSignatures(ClassOutline before, String name) {
        String descriptor = name.startsWith("[") ? name : "L" + name + ";";
        for (String member : before.members) {
            if (member.contains(descriptor)) {
                return true;
            }
        }
        return false;
    }
}
