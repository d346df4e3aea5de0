package io.perfagent.start;

import io.perfagent.config.Config;
import io.perfagent.config.TelemetrySettings;

/** Within which starts are compared: the same service and version, on the same JDK and as many processors. */
final class Deployment {
    private Deployment() {}

    static String of(Config config) {
        String version = config.map(TelemetrySettings.RESOURCE_ATTRIBUTES).get("service.version");
        return new ResourceAttributes(config).serviceName()
                + (version == null ? "" : " " + version)
                + ", Java "
                + config.systemProperty("java.vm.version")
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores";
    }
}
