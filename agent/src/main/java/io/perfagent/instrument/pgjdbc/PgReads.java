package io.perfagent.instrument.pgjdbc;

import io.perfagent.bootstrap.Answer;
import io.perfagent.cache.Bypass;
import io.perfagent.cache.Caches;
import io.perfagent.cache.KeyWriter;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.sql.Moments;
import io.perfagent.cache.tier.CacheKey;
import io.perfagent.cache.tier.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgStatement;

/** Looks up a read, and answers it or prepares that its answer is kept. */
final class PgReads {
    static final Object[] NO_VALUES = {};
    static final int[] NO_TYPES = {};

    private static final int ONESHOT = 1;
    private static final int FORWARD_CURSOR = 8;
    private static final int SUPPRESS_BEGIN = 16;
    private static final int DISALLOW_BATCHING = 128;
    private static final int NO_BINARY_TRANSFER = 256;
    private static final int FORCE_DESCRIBE_PORTAL = 512;
    private static final int EXECUTE_AS_SIMPLE = 1024;
    private static final int READ_ONLY_HINT = 2048;

    /** Options with which an answer is as it is without them; all others bypass. */
    private static final int KNOWN = ONESHOT
            | SUPPRESS_BEGIN
            | DISALLOW_BATCHING
            | NO_BINARY_TRANSFER
            | FORCE_DESCRIBE_PORTAL
            | EXECUTE_AS_SIMPLE
            | READ_ONLY_HINT;

    /** Made beforehand: once rows are handed over, nothing may fail any more. */
    private static final Answer ANSWERED = Answer.returning(null);

    private final PgFormats formats = new PgFormats();
    private final Class<?> known;

    PgReads() {
        this(PgStatement.StatementResultHandler.class);
    }

    /** @param known the class of handlers that do with rows what is expected, and that are watched */
    PgReads(Class<?> known) {
        this.known = known;
    }

    /** What is written in front of a value in a key, or what it is. */
    private static final int NULL = 0;

    private static final int TEXT = 1;
    private static final int BINARY = 2;

    /**
     * A read is about to be sent.
     *
     * @return an answer in its place; null: it is sent, and {@code call} knows what to do with what comes back
     */
    @Nullable
    Answer read(
            PgCall call,
            PgTexts texts,
            PgText text,
            Query query,
            @Nullable ParameterList parameters,
            ResultHandler handler,
            int maxRows,
            int flags) {
        Caches caches = Caches.get();
        ReadKind kind = text.kind;
        if (caches == null || kind == null || kind.isIdle() || !kind.admits()) {
            return null;
        }
        @Nullable Object[] values = values(parameters);
        int[] types = types(parameters);
        int format = format(query, types, flags);
        Bypass cause = objection(call, handler, flags, format);
        if (cause != null && !kind.isRuled()) {
            kind.bypass(cause);
            return null;
        }
        PgIdentity identity = call.session.identity;
        KeyWriter key = caches.keys().begin(kind);
        key.putInt(identity == null ? 0 : identity.number).putInt(maxRows);
        String application = call.executor.getParameterStatus("application_name");
        key.putText(application == null ? "" : application); // policies of rows may ask for it
        // One answer is kept, whatever its form: two could be of different moments.
        int variant = format & 3 | flags & (NO_BINARY_TRANSFER | EXECUTE_AS_SIMPLE);
        if (!put(key, values, types) || key.isTooLong()) {
            kind.bypass(cause == null ? Bypass.PARAMETER : cause);
            return null;
        }
        long hash = key.hash();
        if (cause != null) {
            kind.bypass(cause);
            if (identity != null) {
                watch(call, kind, key.key(hash, variant), handler);
            }
            return null;
        }
        if (!kind.wants(hash)) {
            return null;
        }
        CacheKey whole = key.key(hash, variant);
        Entry entry = kind.find(whole, System.nanoTime(), true);
        if (entry != null && formats.finds(query, entry.value)) {
            Field[] fields = PgAnswer.fields(entry.value);
            List<Tuple> tuples = PgAnswer.tuples(entry.value);
            boolean isIdle = !isOpen(call.executor);
            handler.handleResultRows(query, fields, tuples, null);
            // The rows are with the handler, and cannot be taken back: whatever fails from here on, they are the
            // answer.
            boolean isRefused = false;
            boolean left = false;
            try {
                isRefused = handler.getException() != null;
                if (!isRefused) {
                    call.session.leave();
                    left = true;
                    call.session.settle(isIdle, true);
                }
            } catch (Throwable t) {
                try {
                    if (!left) {
                        call.session.leave();
                    }
                    call.session.source.failed(t);
                } catch (Throwable again) {
                    return ANSWERED; // the call stays under way: nothing of this connection is served any more
                }
            }
            if (!isRefused) {
                return ANSWERED;
            }
            // It will have the same exception when it is asked again.
        }
        call.fill = kind.begin(whole, texts.reads(text.analysis, kind, values, types), System.nanoTime());
        if (call.fill != null) {
            call.handler = handler;
            call.expectsText = format == PgFormats.TEXT;
        } else if (kind.isRuled()) {
            watch(call, kind, whole, handler);
        }
        return null;
    }

    /** It is not served, but what it answers is the newest that its caller has seen. */
    private void watch(PgCall call, ReadKind kind, CacheKey key, ResultHandler handler) {
        call.kind = kind;
        call.observed = key;
        if (handler.getClass() == known) {
            call.handler = handler;
        } else {
            call.isOdd = true;
        }
    }

    private @Nullable Bypass objection(PgCall call, ResultHandler handler, int flags, int format) {
        if ((flags & FORWARD_CURSOR) != 0) {
            return Bypass.CURSOR;
        }
        if ((flags & ~KNOWN) != 0 || handler.getClass() != known) {
            return Bypass.OPTIONS;
        }
        if (format == PgFormats.UNKNOWN || call.executor.isClosed()) {
            return Bypass.OTHER;
        }
        TransactionState state = call.executor.getTransactionState();
        if (state == TransactionState.FAILED) {
            return Bypass.TRANSACTION;
        }
        return call.session.objection(
                (flags & SUPPRESS_BEGIN) != 0, state == TransactionState.IDLE, (flags & READ_ONLY_HINT) != 0);
    }

    private int format(Query query, int[] types, int flags) {
        return (flags & (ONESHOT | NO_BINARY_TRANSFER | EXECUTE_AS_SIMPLE)) != 0
                ? PgFormats.TEXT
                : formats.of(query, types);
    }

    static @Nullable Object[] values(@Nullable ParameterList parameters) {
        Object[] values = parameters == null ? null : parameters.getValues();
        return values == null ? NO_VALUES : values;
    }

    static int[] types(@Nullable ParameterList parameters) {
        int[] types = parameters == null ? null : parameters.getTypeOIDs();
        return types == null ? NO_TYPES : types;
    }

    /** Whether every value could be written: a stream cannot, nor one that was not set, nor a text that means a moment. */
    private static boolean put(KeyWriter key, @Nullable Object[] values, int[] types) {
        if (types.length < values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            key.putInt(types[i]);
            if (value instanceof byte[]) {
                key.putByte(BINARY).putBytes((byte[]) value);
            } else if (value instanceof String) {
                if (Moments.isOne((String) value)) {
                    return false;
                }
                key.putByte(TEXT).putText((String) value);
            } else if (value != null && value.getClass() == Object.class) { // the driver's mark
                key.putByte(NULL);
            } else {
                return false;
            }
        }
        return true;
    }

    static boolean isDescription(int flags) {
        return (flags & 32) != 0;
    }

    static boolean isOpen(QueryExecutor executor) {
        return executor.getTransactionState() != TransactionState.IDLE;
    }
}
