package io.perfagent.instrument.pgjdbc;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * pgjdbc where all of it meets the server: {@code QueryExecutorImpl}. Statements, batches, procedures, updatable result sets,
 * XA and large objects send through {@code execute} and {@code fastpathCall}, {@code CopyManager} through {@code startCopy};
 * there is no other way.
 */
public final class PgjdbcInstrumentation implements Instrumentation {
    private static final String HOOKS = "io.perfagent.instrument.pgjdbc.";

    @Override
    public String name() {
        return "pgjdbc-cache";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.postgresql.core.v3.ConnectionFactoryImpl")
                .librarySite(
                        Shape.AROUND,
                        "openConnectionImpl",
                        "([Lorg/postgresql/util/HostSpec;Ljava/util/Properties;)Lorg/postgresql/core/QueryExecutor;",
                        1,
                        Site.NONE,
                        HOOKS + "ConnectHook")
                // up to 42.3
                .librarySite(
                        Shape.AROUND,
                        "openConnectionImpl",
                        "([Lorg/postgresql/util/HostSpec;Ljava/lang/String;Ljava/lang/String;Ljava/util/Properties;)"
                                + "Lorg/postgresql/core/QueryExecutor;",
                        3,
                        Site.NONE,
                        HOOKS + "ConnectHook");
        Sites.Declaration executor = sites.type("org.postgresql.core.v3.QueryExecutorImpl");
        executor.librarySite(
                        Shape.GATE,
                        "execute",
                        "(Lorg/postgresql/core/Query;Lorg/postgresql/core/ParameterList;"
                                + "Lorg/postgresql/core/ResultHandler;III*",
                        Site.ALL,
                        Site.NONE,
                        HOOKS + "ExecuteHook")
                .librarySite(
                        Shape.AROUND,
                        "execute",
                        "([Lorg/postgresql/core/Query;[Lorg/postgresql/core/ParameterList;*",
                        Site.ALL,
                        Site.NONE,
                        HOOKS + "BatchHook")
                .librarySite(Shape.AROUND, "fastpathCall", "(I*", Site.NONE, Site.NONE, HOOKS + "FastpathHook")
                .librarySite(Shape.AROUND, "startCopy", "(Ljava/lang/String;Z)*", 0, Site.NONE, HOOKS + "CopyHook")
                .librarySite(
                        Shape.AROUND,
                        "readFromCopy",
                        "(Lorg/postgresql/core/v3/CopyOperationImpl;*",
                        0,
                        Site.NONE,
                        HOOKS + "CopyReadHook")
                .librarySite(Shape.AROUND, "endCopy", "*", Site.NONE, Site.NONE, HOOKS + "CopyEndHook")
                .librarySite(Shape.AROUND, "cancelCopy", "*", Site.NONE, Site.NONE, HOOKS + "CopyEndHook");
        sites.type("org.postgresql.core.QueryExecutorBase")
                .librarySite(Shape.RETURNED, "close", "()V", Site.NONE, Site.NONE, HOOKS + "CloseHook")
                .librarySite(Shape.RETURNED, "abort", "()V", Site.NONE, Site.NONE, HOOKS + "CloseHook");
        sites.type("org.postgresql.jdbc.PgStatement$StatementResultHandler")
                .librarySite(Shape.RETURNED, "handleResultRows", "*", Site.ALL, Site.NONE, HOOKS + "RowsHook")
                .librarySite(Shape.RETURNED, "handleWarning", "*", Site.NONE, Site.NONE, HOOKS + "WarningHook");
    }
}
