package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

class SpringMvc70IT extends SpringMvcKit {
    private static final Fixture SPRING = spring("7.0");

    SpringMvc70IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return SPRING;
    }
}
