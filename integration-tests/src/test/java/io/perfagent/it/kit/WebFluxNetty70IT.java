package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class WebFluxNetty70IT extends WebFluxNettyKit {
    private static final Fixture WEBFLUX = webFluxNetty("7.0");

    WebFluxNetty70IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return WEBFLUX;
    }
}
