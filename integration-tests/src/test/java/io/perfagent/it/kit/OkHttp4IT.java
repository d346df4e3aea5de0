package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;

/** The same on 4.12.0. */
class OkHttp4IT extends OkHttp5IT {
    OkHttp4IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return OLDER;
    }
}
