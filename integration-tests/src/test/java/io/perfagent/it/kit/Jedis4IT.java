package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.TomcatFixture;
import java.util.List;

/** Jedis 4.4. */
class Jedis4IT extends JedisIT {
    private static final Fixture FIXTURE = new Fixture(
            "jedis-4",
            TomcatFixture.class.getName(),
            () -> Libraries.classPath("jedis-4", NOT_REDIS),
            false,
            true,
            List.of("/plain", "/redis/get", "/redis/pipeline", "/redis/multi", "/redis/pooled"));

    Jedis4IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return FIXTURE;
    }
}
