package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class Resteasy3IT extends JaxRsKit {
    private static final Fixture RESTEASY = jaxRs("resteasy-3");

    Resteasy3IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return RESTEASY;
    }
}
