package io.perfagent.it.kit;

import io.perfagent.it.Fixture;
import io.perfagent.it.JavaxClasses;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import java.io.File;

/** Undertow 2.2, whose servlets are those of {@code javax.servlet}. */
class Undertow22IT extends UndertowIT {
    private static final Fixture UNDERTOW_22 = UNDERTOW.on(() -> JavaxClasses.directory()
            + File.pathSeparator
            + Libraries.server("undertow-2.2", "netty-", "reactor-", "spring-"));

    Undertow22IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return UNDERTOW_22;
    }
}
