package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class Jersey2IT extends JaxRsKit {
    private static final Fixture JERSEY = jaxRs("jersey-2");

    Jersey2IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return JERSEY;
    }
}
