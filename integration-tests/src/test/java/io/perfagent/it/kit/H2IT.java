package io.perfagent.it.kit;

import io.perfagent.it.Jdk;
import java.util.Map;

class H2IT extends JdbcKit {
    H2IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String path() {
        return "/h2/";
    }

    @Override
    Map<String, Object> connectionAttributes() {
        return Map.of("db.system.name", "h2database", "db.namespace", "fixture");
    }

    @Override
    String missingTable() {
        return "42102";
    }
}
