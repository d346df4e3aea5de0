package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class Resteasy7IT extends JaxRsKit {
    private static final Fixture RESTEASY = jaxRs("resteasy-7");

    Resteasy7IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return RESTEASY;
    }
}
