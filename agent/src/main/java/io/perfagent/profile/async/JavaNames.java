package io.perfagent.profile.async;

/** Names of classes as people write them. */
final class JavaNames {
    private JavaNames() {}

    /** {@code java/util/Map} and {@code [Ljava/util/Map;} as {@code java.util.Map} and {@code java.util.Map[]}. */
    static String type(String internal) {
        int dimensions = 0;
        while (dimensions < internal.length() && internal.charAt(dimensions) == '[') {
            dimensions++;
        }
        String element = internal.substring(dimensions);
        if (dimensions > 0) {
            element = element(element);
        }
        return sameInEachRun(element.replace('/', '.')) + "[]".repeat(dimensions);
    }

    private static String element(String descriptor) {
        if (descriptor.startsWith("L") && descriptor.endsWith(";")) {
            return descriptor.substring(1, descriptor.length() - 1);
        }
        return switch (descriptor) {
            case "B" -> "byte";
            case "C" -> "char";
            case "D" -> "double";
            case "F" -> "float";
            case "I" -> "int";
            case "J" -> "long";
            case "S" -> "short";
            case "Z" -> "boolean";
            default -> descriptor;
        };
    }

    /** Without the address that the JVM puts into the name of a hidden class, and the number of a lambda. */
    private static String sameInEachRun(String name) {
        int lambda = name.indexOf("$$Lambda");
        if (lambda > 0) {
            return name.substring(0, lambda + "$$Lambda".length());
        }
        int address = name.indexOf("0x");
        return address > 1 && ".+".indexOf(name.charAt(address - 1)) >= 0 ? name.substring(0, address - 1) : name;
    }
}
