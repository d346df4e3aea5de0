package io.perfagent.it.kit;

import io.perfagent.it.Jdk;

class TomcatIT extends HttpServerKit {
    TomcatIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String itemRoute() {
        return "/items/*";
    }
}
