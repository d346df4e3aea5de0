package io.perfagent.instrument.jedis;

import io.perfagent.faults.HookFaultsKit;

/** A fault at every point of every hook of Jedis. */
class JedisFaultsTest extends HookFaultsKit {
    JedisFaultsTest() {
        super("io.perfagent.instrument.jedis.JedisScenario", 200);
    }
}
