package io.perfagent.weave.cache;

import io.perfagent.weave.ClassOutline;
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
            if (!known.contains(name)
                    && !name.equals(SEAM)
                    && !name.equals(ANSWER)
                    && !name.equals("java/lang/Throwable")
                    && !name.equals("java/lang/Object")
                    && !isBox(name)
                    && !inSignatures(before, name)) {
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
