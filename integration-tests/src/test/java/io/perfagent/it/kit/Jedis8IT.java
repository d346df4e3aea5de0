package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.TomcatFixture;
import java.util.List;

/** Jedis 8. */
class Jedis8IT extends JedisIT {
    private static final Fixture FIXTURE = new Fixture(
            "jedis-8",
            TomcatFixture.class.getName(),
            () -> Libraries.classPath("jedis-8", NOT_REDIS),
            false,
            true,
            List.of("/plain", "/redis/get", "/redis/pipeline", "/redis/multi", "/redis/pooled"));

    Jedis8IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return FIXTURE;
    }
}
