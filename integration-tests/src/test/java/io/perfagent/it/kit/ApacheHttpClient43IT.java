package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

/** The same on 4.3.6. */
class ApacheHttpClient43IT extends ApacheHttpClient4IT {
    ApacheHttpClient43IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return OLDER;
    }
}
