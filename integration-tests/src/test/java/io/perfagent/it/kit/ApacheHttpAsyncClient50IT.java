package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

/** The same on 5.0.4. */
class ApacheHttpAsyncClient50IT extends ApacheHttpAsyncClient5IT {
    ApacheHttpAsyncClient50IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return OLDER;
    }
}
