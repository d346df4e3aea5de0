package io.perfagent.instrument.lettuce;

import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.perfagent.instrument.family.RedisArguments;
import io.perfagent.trace.ThreadState;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code db.query.text} of a command: its name and keys; values are {@code ?}, as they may be anybody's data. Read from
 * members that Lettuce keeps to itself, because what it gives away runs the application's codec; an argument that cannot be
 * read is {@code ?}. Safe for all threads.
 */
final class LettuceText {
    private static final int MAX_CHARS = 1024;
    private static final String ARGUMENT = "io.lettuce.core.protocol.CommandArgs$";
    private static final String[] TYPES = {
        "KeyArgument", "StringArgument", "IntegerArgument", "DoubleArgument", "BytesArgument", "ValueArgument"
    };
    private static final String[] FIELDS = {"key", "val", "val", "val", "val", "val"};

    private final @Nullable Field arguments = field(CommandArgs.class, "singularArguments");
    private final @Nullable Field[] values = new Field[TYPES.length];

    LettuceText() {
        for (int i = 0; i < TYPES.length; i++) {
            try {
                values[i] = field(
                        Class.forName(ARGUMENT.concat(TYPES[i]), false, CommandArgs.class.getClassLoader()), FIELDS[i]);
            } catch (ClassNotFoundException e) {
                values[i] = null; // a version that has no such arguments
            }
        }
    }

    /** The command's name as the server knows it, such as {@code GET} or {@code JSON.GET}. */
    static String name(ProtocolKeyword keyword) {
        Object type = keyword; // not every version's keywords declare toString
        return type instanceof CommandType
                ? type.toString()
                : new String(keyword.getBytes(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    }

    String of(String name, @Nullable CommandArgs<?, ?> all) {
        if (all == null || all.count() == 0) {
            return name;
        }
        StringBuilder out = ThreadState.get().scratch();
        out.append(name);
        int kept = RedisArguments.kept(name);
        List<?> list = list(all);
        for (int i = 0; i < all.count() && out.length() < MAX_CHARS; i++) {
            out.append(' ');
            Object shown =
                    list != null && i < list.size() && RedisArguments.shown(kept, i + 1) ? value(list.get(i)) : null;
            append(out, shown);
        }
        return out.toString();
    }

    private static void append(StringBuilder out, @Nullable Object shown) {
        String text = null;
        if (shown instanceof String) {
            text = (String) shown;
        } else if (shown instanceof byte[]) {
            byte[] bytes = (byte[]) shown;
            text = new String(bytes, 0, Math.min(bytes.length, MAX_CHARS), StandardCharsets.UTF_8);
        } else if (shown instanceof Long || shown instanceof Double || shown instanceof Integer) {
            text = shown.toString();
        }
        if (text == null) {
            out.append('?');
        } else {
            out.append(text, 0, Math.min(text.length(), MAX_CHARS));
        }
    }

    private @Nullable List<?> list(CommandArgs<?, ?> all) {
        try {
            return arguments == null ? null : (List<?>) arguments.get(all);
        } catch (IllegalAccessException | ClassCastException e) {
            return null;
        }
    }

    private @Nullable Object value(@Nullable Object argument) {
        for (Field field : values) {
            if (field != null && field.getDeclaringClass().isInstance(argument)) {
                try {
                    return field.get(argument);
                } catch (IllegalAccessException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private static @Nullable Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
