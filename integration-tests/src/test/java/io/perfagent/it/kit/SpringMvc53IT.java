package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class SpringMvc53IT extends SpringMvcKit {
    private static final Fixture SPRING = spring("5.3");

    SpringMvc53IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return SPRING;
    }
}
