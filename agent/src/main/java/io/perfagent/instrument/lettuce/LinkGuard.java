package io.perfagent.instrument.lettuce;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.perfagent.instrument.family.DatabaseTarget;
import io.perfagent.instrument.family.OutboundHost;
import io.perfagent.instrument.family.Outgoing;
import io.perfagent.instrument.family.RedisCall;
import io.perfagent.instrument.family.RedisConnection;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.trace.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether commands of a connection to a single server are sent at all: Lettuce keeps them until a lost connection is back, or
 * until they have waited too long. What changes the state of the connection, and all within a transaction, is never held back:
 * what follows would have another meaning. Safe for all threads.
 */
final class LinkGuard {
    private static final Set<String> OF_CONNECTION = Set.of(
            "ASKING",
            "AUTH",
            "CLIENT",
            "DISCARD",
            "EXEC",
            "HELLO",
            "MULTI",
            "QUIT",
            "READONLY",
            "READWRITE",
            "RESET",
            "SELECT",
            "UNWATCH",
            "WATCH");

    /** Their answer may take as long as it likes. */
    private static final Set<String> WAITING = Set.of(
            "BLMOVE",
            "BLMPOP",
            "BLPOP",
            "BRPOP",
            "BRPOPLPUSH",
            "BZMPOP",
            "BZPOPMAX",
            "BZPOPMIN",
            "WAIT",
            "WAITAOF",
            "XREAD",
            "XREADGROUP");

    /** Such a time-out is none. */
    private static final long NEVER_SECONDS = 1_000_000;

    private final Outgoing outgoing = Telemetry.get().outgoing;

    /**
     * Asks for a command that has begun.
     *
     * @return what it fails with if it is not to be sent; else null
     */
    @Nullable
    RedisConnectionException refusal(Object connection, RedisCall call) {
        if (connection.getClass() != StatefulRedisConnectionImpl.class || !outgoing.isHeard()) {
            return null;
        }
        OutboundHost guard = guard(call.connection);
        if (guard == null) {
            return null;
        }
        if (guard.isClosed()) {
            guard.passed();
            return null;
        }
        // What nobody waits for would be sent once the connection is back: where commands do not time out, none is held
        // back.
        if (!call.connection.isSilent
                || OF_CONNECTION.contains(call.name)
                || ((StatefulRedisConnectionImpl<?, ?>) connection).isMulti()) {
            return null;
        }
        Operation operation = call.operation;
        String reason = guard.enter(operation.startNanos);
        if (reason == null) {
            return null;
        }
        operation.refuse(reason);
        DatabaseTarget target = call.connection.target;
        return new RedisConnectionException(
                Outgoing.message(target.host + ":" + target.port, reason, "commands to it are not answered"));
    }

    /** For how long a command's caller waits at most; 0 if that is not known, or says nothing of the server. */
    private static long patienceNanos(RedisCall call) {
        Object connection = WAITING.contains(call.name) ? null : call.connection.get();
        if (!(connection instanceof StatefulRedisConnectionImpl)) {
            return 0;
        }
        Duration timeout = ((StatefulRedisConnectionImpl<?, ?>) connection).getTimeout();
        return timeout.getSeconds() >= NEVER_SECONDS ? 0 : timeout.toNanos();
    }

    /** Of the server that was written to last: with sentinels that is another one now and then. */
    private @Nullable OutboundHost guard(RedisConnection connection) {
        DatabaseTarget target = connection.target;
        if (connection.guarded == target) {
            return connection.guard;
        }
        OutboundHost found = target.host != null && target.port > 0 ? outgoing.link(target.host, target.port) : null;
        connection.guard = found;
        connection.guarded = target;
        return found;
    }

    /** A command has ended, with an answer or not. */
    void ended(RedisCall call, @Nullable Throwable thrown, boolean answered) {
        OutboundHost guard = call.connection.guard;
        if (guard == null || call.operation.limitReason != null) {
            return;
        }
        if (answered) {
            if (call.connection.isSilent || !guard.isClosed()) {
                call.connection.isSilent = false;
                guard.reached(System.nanoTime());
            }
            return;
        }
        silent(call, guard, isFailure(thrown) && patienceNanos(call) > 0);
    }

    /** A command was given up: by the application, or because a synchronous call has waited for as long as it may. */
    void givenUp(RedisCall call) {
        OutboundHost guard = call.connection.guard;
        if (guard == null || call.operation.limitReason != null) {
            return;
        }
        long waitedNanos = System.nanoTime() - call.operation.startNanos;
        long patienceNanos = patienceNanos(call);
        silent(call, guard, patienceNanos > 0 && waitedNanos >= patienceNanos);
    }

    private static void silent(RedisCall call, OutboundHost guard, boolean failed) {
        if (failed) {
            call.connection.isSilent = true;
            guard.ended(call.operation.startNanos, System.nanoTime(), true);
        } else {
            guard.saidNothing(call.operation.startNanos);
        }
    }

    private static boolean isFailure(@Nullable Throwable thrown) {
        return thrown instanceof RedisCommandTimeoutException
                || thrown instanceof RedisConnectionException
                || thrown instanceof IOException;
    }

    /** A connection to there is made, and greeted: nothing is held back any more. */
    void connected(DatabaseTarget target) {
        OutboundHost guard = outgoing.isHeard() && target.host != null && target.port > 0
                ? outgoing.link(target.host, target.port)
                : null;
        if (guard != null && !guard.isClosed()) {
            guard.reached(System.nanoTime());
        }
    }
}
