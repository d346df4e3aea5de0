package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class WebFlux70IT extends WebFluxKit {
    private static final Fixture WEBFLUX = webFlux("7.0");

    WebFlux70IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return WEBFLUX;
    }
}
