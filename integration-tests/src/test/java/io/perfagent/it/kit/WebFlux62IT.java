package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class WebFlux62IT extends WebFluxKit {
    private static final Fixture WEBFLUX = webFlux("6.2");

    WebFlux62IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return WEBFLUX;
    }
}
