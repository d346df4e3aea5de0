package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class Jetty94IT extends ServletKit {
    Jetty94IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return Fixture.JETTY_9;
    }
}
