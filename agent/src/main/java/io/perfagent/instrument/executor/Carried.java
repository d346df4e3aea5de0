package io.perfagent.instrument.executor;

import io.perfagent.trace.Operation;
import io.perfagent.trace.Snapshot;
import io.perfagent.trace.Tracing;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function of the application that runs in the context in which it was handed over. */
abstract class Carried {
    private final Tracing tracing;
    private final Snapshot context;

    private Carried(Tracing tracing, Operation context) {
        this.tracing = tracing;
        this.context = new Snapshot(context);
    }

    @Nullable
    Operation begin() {
        return tracing.attach(context);
    }

    void end(@Nullable Operation operation) {
        if (operation != null) {
            tracing.end(operation);
        }
    }

    static final class OfRunnable extends Carried implements Runnable {
        private final Runnable task;

        OfRunnable(Runnable task, Tracing tracing, Operation context) {
            super(tracing, context);
            this.task = task;
        }

        @Override
        public void run() {
            Operation operation = begin();
            try {
                task.run();
            } finally {
                end(operation);
            }
        }
    }

    static final class OfFunction<A, R> extends Carried implements Function<A, R> {
        private final Function<A, R> function;

        OfFunction(Function<A, R> function, Tracing tracing, Operation context) {
            super(tracing, context);
            this.function = function;
        }

        @Override
        public R apply(A argument) {
            Operation operation = begin();
            try {
                return function.apply(argument);
            } finally {
                end(operation);
            }
        }
    }

    static final class OfConsumer<A> extends Carried implements Consumer<A> {
        private final Consumer<A> consumer;

        OfConsumer(Consumer<A> consumer, Tracing tracing, Operation context) {
            super(tracing, context);
            this.consumer = consumer;
        }

        @Override
        public void accept(A argument) {
            Operation operation = begin();
            try {
                consumer.accept(argument);
            } finally {
                end(operation);
            }
        }
    }

    static final class OfBiFunction<A, B, R> extends Carried implements BiFunction<A, B, R> {
        private final BiFunction<A, B, R> function;

        OfBiFunction(BiFunction<A, B, R> function, Tracing tracing, Operation context) {
            super(tracing, context);
            this.function = function;
        }

        @Override
        public R apply(A first, B second) {
            Operation operation = begin();
            try {
                return function.apply(first, second);
            } finally {
                end(operation);
            }
        }
    }

    static final class OfBiConsumer<A, B> extends Carried implements BiConsumer<A, B> {
        private final BiConsumer<A, B> consumer;

        OfBiConsumer(BiConsumer<A, B> consumer, Tracing tracing, Operation context) {
            super(tracing, context);
            this.consumer = consumer;
        }

        @Override
        public void accept(A first, B second) {
            Operation operation = begin();
            try {
                consumer.accept(first, second);
            } finally {
                end(operation);
            }
        }
    }
}
