package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;

/** The same on 3.14.9. */
class OkHttp3IT extends OkHttp5IT {
    private static final Fixture OKHTTP_3 =
            Fixture.HTTP_CLIENTS.as("okhttp-3", () -> Libraries.classPath("okhttp-3", "okhttp-jvm", "okio-jvm"));

    OkHttp3IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return OKHTTP_3;
    }
}
