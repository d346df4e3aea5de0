package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class SpringMvc62IT extends SpringMvcKit {
    private static final Fixture SPRING = spring("6.2");

    SpringMvc62IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return SPRING;
    }
}
