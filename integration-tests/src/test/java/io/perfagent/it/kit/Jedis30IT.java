package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.fixture.TomcatFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jedis 3.0. */
class Jedis30IT extends JedisIT {
    private static final Fixture FIXTURE = new Fixture(
            "jedis-3.0",
            TomcatFixture.class.getName(),
            () -> Libraries.classPath("jedis-3.0", NOT_REDIS),
            false,
            true,
            List.of("/plain", "/redis/get", "/redis/pipeline", "/redis/multi", "/redis/pooled"));

    Jedis30IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return FIXTURE;
    }

    @Test
    void aTransactionThatIsGivenUpIsNoCall() {
        Trace trace = app().call(path() + "discard");

        assertThat(trace.status()).isEqualTo(200);
        assertThat(trace.children(trace.server())).isEmpty();
    }
}
