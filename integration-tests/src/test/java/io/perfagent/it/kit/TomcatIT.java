package io.perfagent.it.kit;

import io.perfagent.it.Jdk;

class TomcatIT extends ServletKit {
    TomcatIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String dispatchException() {
        return "java.lang.RuntimeException";
    }
}
