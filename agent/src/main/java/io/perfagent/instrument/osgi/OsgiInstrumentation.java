package io.perfagent.instrument.osgi;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Sites;

/**
 * Class loaders of OSGi frameworks, which hide all but {@code java.*} of the boot loader: bundles find the seam, as they
 * would with {@code org.osgi.framework.bootdelegation=io.perfagent.bootstrap}.
 */
public final class OsgiInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "osgi";
    }

    @Override
    public void declare(Sites sites) {
        sites.group(
                        "osgi-class-loaders",
                        "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader",
                        "org.eclipse.osgi.internal.loader.ModuleClassLoader")
                .bootDelegation("loadClass", "(Ljava/lang/String;Z)Ljava/lang/Class;", 0);
    }
}
