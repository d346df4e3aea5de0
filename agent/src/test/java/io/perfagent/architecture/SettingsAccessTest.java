package io.perfagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Law 3: only {@code config} reads the environment and system properties. */
class SettingsAccessTest {
    private static final Pattern READ = Pattern.compile(
            "System\\s*\\.\\s*(getenv|getProperty|getProperties)\\b|\\b(Long\\.getLong|Integer\\.getInteger|Boolean\\.getBoolean)\\b");

    /**
     * The one setting that is read before the settings are ({@code PERF_AGENT_ENABLED}), and the mark that an agent runs in
     * this JVM, which the agent sets itself.
     */
    private static final Set<String> EXCEPTIONS =
            Set.of("agent-bootstrap/src/main/java/io/perfagent/bootstrap/Premain.java");

    @Test
    void only_config_reads_the_environment_and_system_properties() {
        List<Path> readers = new ArrayList<>();
        List<String> used = new ArrayList<>();
        for (Path file : Sources.shipped()) {
            if (!READ.matcher(Sources.text(file)).find() || file.toString().contains("/io/perfagent/config/")) {
                continue;
            }
            boolean known = false;
            for (String exception : EXCEPTIONS) {
                if (file.toString().endsWith(exception)) {
                    used.add(exception);
                    known = true;
                }
            }
            if (!known) {
                readers.add(file);
            }
        }

        assertThat(readers).isEmpty();
        assertThat(used).as("exceptions that are needed").containsExactlyInAnyOrderElementsOf(EXCEPTIONS);
    }
}
