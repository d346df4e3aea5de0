package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class Jersey3IT extends JaxRsKit {
    private static final Fixture JERSEY = jaxRs("jersey-3");

    Jersey3IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return JERSEY;
    }
}
