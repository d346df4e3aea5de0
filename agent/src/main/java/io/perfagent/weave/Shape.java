package io.perfagent.weave;

import io.perfagent.bootstrap.Hook;

/** Which calls of {@link Hook} are woven into a method. */
public enum Shape {
    /** {@code enter} before the body, {@code exit} after it; after a constructor only if it returns. */
    AROUND,
    /** As {@link #AROUND}, and {@code enter} may answer in place of the body. */
    GATE,
    /** {@code enter} before the body, {@code exchanged} after it: the result may be another object. */
    EXCHANGE,
    /** {@code returned} after a normal return; the result may be another object. */
    RETURNED,
    /** {@code argument} before the body: the first declared argument may be another object. */
    ARGUMENT,
    /** {@code enter} and {@code exit} around each {@code run()} of a {@code Runnable} or {@code TimerTask} that the body calls. */
    RUN,
    /** A class loader's {@code loadClass}: classes of the seam come from the boot loader. Calls no hook. */
    BOOT_DELEGATION
}
