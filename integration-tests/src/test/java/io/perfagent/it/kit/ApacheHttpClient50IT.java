package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

/** The same on 5.0.4. */
class ApacheHttpClient50IT extends ApacheHttpClient5IT {
    ApacheHttpClient50IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return OLDER;
    }
}
