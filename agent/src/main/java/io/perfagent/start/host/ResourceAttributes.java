package io.perfagent.start.host;

import io.perfagent.config.Config;
import io.perfagent.config.TelemetrySettings;
import io.perfagent.export.proto.AttributeBytes;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the telemetry is about: service, process, host, container, and this agent; never the command line, which may hold
 * secrets. Not for the application's start: the host's name may be slow to find.
 */
public final class ResourceAttributes {
    private static final int CONTAINER_ID_CHARS = 64;

    private final Config config;
    private final Map<String, String> attributes = new LinkedHashMap<>();

    public ResourceAttributes(Config config) {
        this.config = config;
    }

    public AttributeBytes encode(String version) {
        put("service.name", serviceName());
        put("service.instance.id", UUID.randomUUID().toString());
        put("telemetry.sdk.language", "java");
        put("telemetry.sdk.name", "io.perfagent");
        put("telemetry.sdk.version", version);
        put("telemetry.distro.name", "perf-agent");
        put("telemetry.distro.version", version);
        put("host.name", hostName());
        put("host.arch", architecture(config.systemProperty("os.arch")));
        String os = config.systemProperty("os.name");
        put("os.type", osType(os));
        put("os.description", os + " " + config.systemProperty("os.version"));
        put("os.version", config.systemProperty("os.version"));
        put("process.runtime.name", config.systemProperty("java.runtime.name"));
        put("process.runtime.version", config.systemProperty("java.runtime.version"));
        put("process.runtime.description", description());
        put("process.executable.path", executable());
        put("container.id", containerId());
        for (Map.Entry<String, String> given :
                config.map(TelemetrySettings.RESOURCE_ATTRIBUTES).entrySet()) {
            if (!given.getKey().equals("service.name")
                    || config.text(TelemetrySettings.SERVICE_NAME).isEmpty()) {
                attributes.put(given.getKey(), given.getValue());
            }
        }
        AttributeBytes out = new AttributeBytes();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            out.put(attribute.getKey(), attribute.getValue());
        }
        return out.put("process.pid", ProcessHandle.current().pid());
    }

    private void put(String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.put(key, value);
        }
    }

    /** From the setting, else Spring's name, else the jar or the main class. */
    public String serviceName() {
        String name = config.text(TelemetrySettings.SERVICE_NAME);
        if (name.isEmpty()) {
            name = text(config.map(TelemetrySettings.RESOURCE_ATTRIBUTES).get("service.name"));
        }
        if (name.isEmpty()) {
            name = text(config.systemProperty("spring.application.name"));
        }
        if (name.isEmpty()) {
            name = text(config.environmentVariable("SPRING_APPLICATION_NAME"));
        }
        return name.isEmpty() ? ofCommand(text(config.systemProperty("sun.java.command"))) : name;
    }

    static String ofCommand(String command) {
        int space = command.indexOf(' ');
        String first = space < 0 ? command : command.substring(0, space);
        int slash = Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\'));
        String last = first.substring(slash + 1);
        if (last.endsWith(".jar")) {
            return last.substring(0, last.length() - 4);
        }
        return last.isEmpty() ? "unknown_service:java" : last.substring(last.lastIndexOf('.') + 1);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private @Nullable String hostName() {
        String name = config.environmentVariable("HOSTNAME");
        if (name != null && !name.isEmpty()) {
            return name;
        }
        String kernel = firstLine("/proc/sys/kernel/hostname");
        if (kernel != null) {
            return kernel;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static @Nullable String architecture(@Nullable String arch) {
        if (arch == null) {
            return null;
        }
        switch (arch) {
            case "x86_64":
            case "amd64":
                return "amd64";
            case "aarch64":
                return "arm64";
            default:
                return arch;
        }
    }

    private static String osType(@Nullable String os) {
        String name = text(os);
        if (name.startsWith("Windows")) {
            return "windows";
        }
        return name.startsWith("Mac") ? "darwin" : "linux";
    }

    private String description() {
        return config.systemProperty("java.vm.vendor") + " " + config.systemProperty("java.vm.name") + " "
                + config.systemProperty("java.vm.version");
    }

    private @Nullable String executable() {
        String home = config.systemProperty("java.home");
        return home == null ? null : home + File.separator + "bin" + File.separator + "java";
    }

    /** From the control groups, versions 1 and 2: 64 hexadecimal digits. */
    private static @Nullable String containerId() {
        String id = containerId("/proc/self/cgroup", false);
        return id != null ? id : containerId("/proc/self/mountinfo", true);
    }

    private static @Nullable String containerId(String path, boolean mounts) {
        try (BufferedReader in = new BufferedReader(new FileReader(path))) {
            String line;
            while ((line = in.readLine()) != null) {
                String id = mounts ? mounted(line) : hexadecimal(line);
                if (id != null) {
                    return id;
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    /**
     * What Docker's and Podman's engines name a container's own directory by; null in any other line, whose numbers may be those of a
     * pod's sandbox or of a layer of the image.
     */
    static @Nullable String mounted(String line) {
        for (String before : new String[] {"/containers/", "/overlay-containers/"}) {
            int from = line.indexOf(before) + before.length();
            int to = from + CONTAINER_ID_CHARS;
            if (from >= before.length() && to < line.length() && line.charAt(to) == '/') {
                String id = hexadecimal(line.substring(from, to));
                if (id != null) {
                    return id;
                }
            }
        }
        return null;
    }

    static @Nullable String hexadecimal(String line) {
        int run = 0;
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : ' ';
            boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (digit) {
                run++;
            } else {
                if (run == CONTAINER_ID_CHARS) {
                    return line.substring(i - run, i);
                }
                run = 0;
            }
        }
        return null;
    }

    private static @Nullable String firstLine(String path) {
        try (BufferedReader in = new BufferedReader(new FileReader(path))) {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }
}
