package io.perfagent.profile.stack;

/**
 * What a frame is, told by its name: what is no Java method carries a suffix, as in the collapsed stacks of other profilers.
 *
 * <p>Names of other tools are understood as far as they tell.
 */
public enum FrameKind {
    /** A method, {@code com.acme.Shop.price}. */
    JAVA(""),
    /** Code of a native library, C++ of the JVM too. */
    NATIVE("_[n]"),
    KERNEL("_[k]"),
    /** Not a frame: the class of what was allocated, or of what was waited for. */
    TYPE("_[c]"),
    /** Not a frame: the operation that all above ran for. */
    OPERATION("_[o]");

    private final String suffix;

    FrameKind(String suffix) {
        this.suffix = suffix;
    }

    /** A frame of this kind. */
    public String frame(String name) {
        return suffix.isEmpty() ? name : name.concat(suffix);
    }

    public static FrameKind of(String frame) {
        for (FrameKind kind : values()) {
            if (kind != JAVA && frame.endsWith(kind.suffix)) {
                return kind;
            }
        }
        if (hasForeignSuffix(frame)) {
            return JAVA;
        }
        boolean cpp = frame.contains("::") || frame.startsWith("[");
        return !cpp && (frame.indexOf('/') > 0 || frame.indexOf('.') > 0) ? JAVA : NATIVE;
    }

    /** How the frame is shown to people. */
    public static String label(String frame) {
        for (FrameKind kind : values()) {
            if (kind != JAVA && frame.endsWith(kind.suffix)) {
                return frame.substring(0, frame.length() - kind.suffix.length());
            }
        }
        return hasForeignSuffix(frame) ? frame.substring(0, frame.length() - 4) : frame;
    }

    /** {@code _[j]} compiled, {@code _[i]} inlined, {@code _[0]} interpreted, {@code _[1]} by the first compiler. */
    private static boolean hasForeignSuffix(String frame) {
        int length = frame.length();
        return length > 4
                && frame.startsWith("_[", length - 4)
                && frame.charAt(length - 1) == ']'
                && "ji01".indexOf(frame.charAt(length - 2)) >= 0;
    }
}
