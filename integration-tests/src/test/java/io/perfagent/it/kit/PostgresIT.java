package io.perfagent.it.kit;

import io.perfagent.it.Jdk;
import io.perfagent.it.Servers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

class PostgresIT extends JdbcKit {
    PostgresIT(Jdk jdk) {
        super(jdk);
    }

    @BeforeEach
    void needsPostgres() {
        Servers.postgresUrl();
    }

    @Override
    String path() {
        return "/postgres/";
    }

    @Override
    Map<String, Object> connectionAttributes() {
        return Map.of(
                "db.system.name", "postgresql",
                "server.address", "localhost",
                "server.port", (long) Servers.postgresPort());
    }

    @Override
    String missingTable() {
        return "42P01";
    }
}
