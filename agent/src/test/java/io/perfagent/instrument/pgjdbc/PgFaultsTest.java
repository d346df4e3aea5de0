package io.perfagent.instrument.pgjdbc;

import io.perfagent.faults.HookFaultsKit;
import io.perfagent.trace.ThreadState;
import org.junit.jupiter.api.AfterEach;

/** A fault at every point of every hook of pgjdbc. */
class PgFaultsTest extends HookFaultsKit {
    PgFaultsTest() {
        super("io.perfagent.instrument.pgjdbc.PgScenario", 300);
    }

    @AfterEach
    void leave() {
        ThreadState.get().driverCall = null;
    }
}
