package io.perfagent.start.host;

import io.perfagent.config.Config;
import io.perfagent.config.TelemetrySettings;
import io.perfagent.weave.cache.Fingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Within which starts are compared: the same service, version, image and revision as far as the resource attributes tell,
 * on the same JDK with the same options and as many processors.
 *
 * <p>Options are told apart by a hash of them. System properties do not count: they may be another at every start.
 */
public final class Deployment {
    private static final int MAX_VALUE_CHARS = 100;

    /** Of an image and of a revision, the attributes that say it best, by the semantic conventions, first. */
    private static final String[] IMAGE = {
        "container.image.id", "container.image.repo_digests", "container.image.tags", "container.image.name"
    };

    private static final String[] REVISION = {"vcs.ref.head.revision", "vcs.repository.ref.revision"};

    private Deployment() {}

    /** @param jvmOptions such as {@code -Xmx1g}, in any order */
    public static String of(Config config, List<String> jvmOptions) {
        Map<String, String> attributes = config.map(TelemetrySettings.RESOURCE_ATTRIBUTES);
        String version = attributes.get("service.version");
        return new ResourceAttributes(config).serviceName()
                + (version == null ? "" : " " + version)
                + first(attributes, IMAGE, ", image ")
                + first(attributes, REVISION, ", revision ")
                + ", Java "
                + config.systemProperty("java.vm.version")
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores"
                + hash(jvmOptions);
    }

    private static String first(Map<String, String> attributes, String[] keys, String title) {
        for (String key : keys) {
            String value = attributes.get(key);
            if (value != null && !value.isEmpty()) {
                return title + (value.length() > MAX_VALUE_CHARS ? value.substring(0, MAX_VALUE_CHARS) : value);
            }
        }
        return "";
    }

    /** Nothing without options. What it logs makes no start slower; those with and without an archive are to be compared. */
    private static String hash(List<String> jvmOptions) {
        String[] sorted = jvmOptions.toArray(new String[0]);
        Arrays.sort(sorted);
        Fingerprint print = new Fingerprint();
        int count = 0;
        for (String one : sorted) {
            if (!one.startsWith("-Xlog") && !ProcessFacts.isOfArchive(one)) {
                print.add(one);
                count++;
            }
        }
        return count == 0 ? "" : ", options " + Integer.toHexString((int) print.high());
    }
}
