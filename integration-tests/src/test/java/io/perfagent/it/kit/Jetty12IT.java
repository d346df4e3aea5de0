package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class Jetty12IT extends ServletKit {
    Jetty12IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return Fixture.JETTY_12;
    }
}
