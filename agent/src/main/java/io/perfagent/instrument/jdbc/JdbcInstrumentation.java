package io.perfagent.instrument.jdbc;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * JDBC by any driver: classes of well-known drivers by name, those of others learned from the objects that
 * {@code DriverManager}, drivers and pools hand out.
 */
public final class JdbcInstrumentation implements Instrumentation {
    static final String DRIVERS = "jdbc-drivers";
    static final String CONNECTIONS = "jdbc-connections";
    static final String STATEMENTS = "jdbc-statements";

    private static final String CONNECT = "(Ljava/lang/String;Ljava/util/Properties;)*";

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("java.sql.DriverManager")
                .site(
                        Shape.RETURNED,
                        "getConnection",
                        "(Ljava/lang/String;Ljava/util/Properties;Ljava/lang/Class;)Ljava/sql/Connection;",
                        0,
                        Site.NONE,
                        ConnectHook.class)
                .site(
                        Shape.RETURNED,
                        "registerDriver",
                        "(Ljava/sql/Driver;Ljava/sql/DriverAction;)V",
                        0,
                        Site.NONE,
                        DriverHook.class);
        sites.group(
                        DRIVERS,
                        "org.postgresql.Driver",
                        "org.h2.Driver",
                        "com.mysql.cj.jdbc.NonRegisteringDriver",
                        "org.mariadb.jdbc.Driver")
                .site(Shape.RETURNED, "connect", CONNECT, 0, Site.NONE, ConnectHook.class);
        pools(sites);
        sites.group(
                        CONNECTIONS,
                        "org.postgresql.jdbc.PgConnection",
                        "org.h2.jdbc.JdbcConnection",
                        "com.mysql.cj.jdbc.ConnectionImpl",
                        "org.mariadb.jdbc.Connection")
                .site(Shape.RETURNED, "prepareStatement", "(Ljava/lang/String;*", 0, Site.NONE, PrepareHook.class)
                .site(Shape.RETURNED, "prepareCall", "(Ljava/lang/String;*", 0, Site.NONE, PrepareHook.class)
                .site(Shape.RETURNED, "createStatement", "(*", Site.NONE, Site.NONE, CreateHook.class);
        Sites.Declaration statements = sites.group(
                STATEMENTS,
                "org.postgresql.jdbc.PgStatement",
                "org.postgresql.jdbc.PgPreparedStatement",
                "org.postgresql.jdbc.PgCallableStatement",
                "org.h2.jdbc.JdbcStatement",
                "org.h2.jdbc.JdbcPreparedStatement",
                "org.h2.jdbc.JdbcCallableStatement",
                "com.mysql.cj.jdbc.StatementImpl",
                "com.mysql.cj.jdbc.ClientPreparedStatement",
                "com.mysql.cj.jdbc.ServerPreparedStatement",
                "com.mysql.cj.jdbc.CallableStatement",
                "org.mariadb.jdbc.Statement",
                "org.mariadb.jdbc.BasePreparedStatement",
                "org.mariadb.jdbc.ClientPreparedStatement",
                "org.mariadb.jdbc.ServerPreparedStatement",
                "org.mariadb.jdbc.BaseCallableStatement");
        for (String method : new String[] {"execute", "executeQuery", "executeUpdate", "executeLargeUpdate"}) {
            statements
                    .site(Shape.AROUND, method, "(Ljava/lang/String;*", 0, Site.NONE, ExecuteHook.class)
                    .site(Shape.AROUND, method, "()*", Site.NONE, Site.NONE, ExecuteHook.class);
        }
        statements
                // What pgjdbc's own isValid and getTransactionIsolation call.
                .site(Shape.AROUND, "executeWithFlags", "(Ljava/lang/String;I)Z", 0, Site.NONE, ExecuteHook.class)
                .site(Shape.AROUND, "executeWithFlags", "(I)Z", Site.NONE, Site.NONE, ExecuteHook.class)
                .site(Shape.AROUND, "executeBatch", "()[I", Site.NONE, Site.NONE, BatchHook.class)
                .site(Shape.AROUND, "executeLargeBatch", "()[J", Site.NONE, Site.NONE, BatchHook.class)
                .site(Shape.RETURNED, "addBatch", "(Ljava/lang/String;)V", 0, Site.NONE, AddBatchHook.class)
                .site(Shape.RETURNED, "addBatch", "()V", Site.NONE, Site.NONE, AddBatchHook.class)
                .site(Shape.RETURNED, "clearBatch", "()V", Site.NONE, Site.NONE, ClearBatchHook.class)
                .site(Shape.RETURNED, "close", "()V", Site.NONE, Site.NONE, CloseHook.class);
    }

    /** Where pools take a connection from whatever hands it to them, so that its class is learned. */
    private static void pools(Sites sites) {
        String made = "()Ljava/sql/Connection;";
        sites.group(
                        "jdbc-connection-factories",
                        "org.apache.commons.dbcp2.DataSourceConnectionFactory",
                        "org.apache.commons.dbcp2.DriverConnectionFactory")
                .site(Shape.RETURNED, "createConnection", made, Site.NONE, Site.NONE, PoolHook.class);
        sites.type("org.apache.tomcat.jdbc.pool.PooledConnection")
                .site(Shape.RETURNED, "getConnection", made, Site.NONE, Site.NONE, PoolHook.class);
        sites.type("io.agroal.pool.ConnectionFactory")
                .site(Shape.RETURNED, "connectionSetup", "(Ljava/sql/Connection;)*", 0, Site.NONE, PoolHook.class);
        sites.type("com.mchange.v2.c3p0.impl.NewPooledConnection")
                .site(Shape.RETURNED, "<init>", "(Ljava/sql/Connection;*", 0, Site.NONE, PoolHook.class);
    }
}
