package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class WebFluxNetty53IT extends WebFluxNettyKit {
    private static final Fixture WEBFLUX = webFluxNetty("5.3");

    WebFluxNetty53IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return WEBFLUX;
    }
}
