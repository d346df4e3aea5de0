package io.perfagent.instrument.jbossmodules;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Sites;

/**
 * Class loaders of JBoss Modules, which hide what no module exports: modules find the seam, as they would with
 * {@code jboss.modules.system.pkgs=io.perfagent.bootstrap}.
 */
public final class JbossModulesInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "jboss-modules";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("org.jboss.modules.ConcurrentClassLoader")
                .bootDelegation("loadClass", "(Ljava/lang/String;)Ljava/lang/Class;", 0)
                .bootDelegation("loadClass", "(Ljava/lang/String;Z)Ljava/lang/Class;", 0);
    }
}
