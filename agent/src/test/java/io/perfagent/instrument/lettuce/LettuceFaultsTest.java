package io.perfagent.instrument.lettuce;

import io.perfagent.faults.HookFaultsKit;

/** A fault at every point of every hook of Lettuce. */
class LettuceFaultsTest extends HookFaultsKit {
    LettuceFaultsTest() {
        super("io.perfagent.instrument.lettuce.LettuceScenario", 1000);
    }
}
