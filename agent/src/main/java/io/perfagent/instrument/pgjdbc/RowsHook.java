package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Hook;
import io.perfagent.cache.Fill;
import io.perfagent.trace.ThreadState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** The driver's handler has got rows: all arguments are first. They are read here, before the application has them. */
public final class RowsHook extends Hook {
    @Override
    public @Nullable Object returned(
            @Nullable Object self, @Nullable Object first, @Nullable Object second, @Nullable Object result) {
        Object current = ThreadState.get().driverCall;
        if (!(current instanceof PgCall) || ((PgCall) current).handler != self || !(first instanceof Object[])) {
            return result;
        }
        PgCall call = (PgCall) current;
        Object[] all = (Object[]) first;
        List<?> tuples = (List<?>) all[2];
        if (call.asksIsolation) {
            told(call, tuples);
            return result;
        }
        if (call.answer != null || all[3] != null) {
            call.isOdd = true;
            return result;
        }
        Fill fill = call.fill;
        try {
            call.answer = PgAnswer.of((Field[]) all[1], tuples, fill != null && fill.wantsValue());
        } catch (Throwable t) {
            call.isOdd = true;
            call.session.source.failed(t);
        }
        return result;
    }

    private static void told(PgCall call, List<?> tuples) {
        byte[] level = tuples.size() == 1 ? ((Tuple) tuples.get(0)).get(0) : null;
        if (level != null) {
            call.session.told(new String(level, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        }
    }
}
