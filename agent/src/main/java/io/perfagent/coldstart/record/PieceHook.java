package io.perfagent.coldstart.record;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work whose kind is declared where it is woven, and so is where its name comes from: one class for all of them,
 * because each class that is loaded before {@code main} costs.
 */
public final class PieceHook extends StartHook {
    private static final char NAMED = 'n';
    private static final char ABOUT_SELF = 'i';
    private static final char SELF = 's';
    private static final char ARGUMENT = 'a';
    private static final char ARGUMENT_CLASS = 'c';
    private static final char GENERATED_CLASS = 'g';

    private final char source;
    private final String text;

    /** @param declared what one of the static methods has returned */
    public PieceHook(String declared) {
        super(declared.charAt(0) - 'A');
        source = declared.charAt(1);
        text = declared.substring(2);
    }

    /** The piece is called {@code name}. */
    public static String named(int kind, String name) {
        return declared(kind, NAMED, name);
    }

    /** The same, and it is about the receiver: a wait for it, or the release of those who wait. */
    public static String aboutSelf(int kind, String name) {
        return declared(kind, ABOUT_SELF, name);
    }

    /** Its name is {@code prefix} and the receiver as text; for receivers that tell a name of their own at no cost. */
    public static String bySelf(int kind, String prefix) {
        return declared(kind, SELF, prefix);
    }

    /** Its name is the first argument, a string; other arguments make no piece. */
    public static String byArgument(int kind) {
        return declared(kind, ARGUMENT, "");
    }

    /** Its name is that of the first argument's class. */
    public static String byArgumentClass(int kind) {
        return declared(kind, ARGUMENT_CLASS, "");
    }

    /**
     * Its name is that of the class from which the first argument's was generated.
     *
     * @param suffix that the generated name has behind it; one dollar may stand before it
     */
    public static String byGeneratedClass(int kind, String suffix) {
        return declared(kind, GENERATED_CLASS, suffix);
    }

    private static String declared(int kind, char source, String text) {
        return String.valueOf((char) ('A' + kind)) + source + text;
    }

    @Override
    protected @Nullable String name(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        switch (source) {
            case SELF:
                return text.concat(String.valueOf(self));
            case ARGUMENT:
                return first instanceof String ? (String) first : null;
            case ARGUMENT_CLASS:
                return first == null ? null : first.getClass().getName();
            case GENERATED_CLASS:
                return first == null ? null : origin(first.getClass().getName(), text);
            default:
                return text;
        }
    }

    /** {@code app.Greeter} of {@code app.$Greeter$Definition}; the name itself if it does not end so. */
    static String origin(String generated, String suffix) {
        if (!generated.endsWith(suffix)) {
            return generated;
        }
        int simple = generated.lastIndexOf('.') + 1;
        int from = generated.startsWith("$", simple) ? simple + 1 : simple;
        int to = Math.max(from, generated.length() - suffix.length());
        return generated.substring(0, simple).concat(generated.substring(from, to));
    }

    @Override
    protected int subject(@Nullable Object self) {
        return source == ABOUT_SELF ? System.identityHashCode(self) : 0;
    }
}
