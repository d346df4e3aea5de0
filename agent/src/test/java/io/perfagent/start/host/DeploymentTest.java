package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.config.Config;
import io.perfagent.config.Sources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentTest {
    private static String of(String attributes, String... options) {
        Map<String, String> environment = Map.of("OTEL_SERVICE_NAME", "shop", "OTEL_RESOURCE_ATTRIBUTES", attributes);
        return Deployment.of(
                Config.load(Sources.of(null, Map.of("java.vm.version", "17.0.15+6"), environment)), List.of(options));
    }

    @Test
    void without_attributes_and_options_it_is_service_jdk_and_processors() {
        assertThat(of("a=b"))
                .isEqualTo("shop, Java 17.0.15+6, " + Runtime.getRuntime().availableProcessors() + " cores");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service.version=1.4                                          | 'shop 1.4, Java'",
                "container.image.tags=1.4,container.image.id=sha256%3Aab       | 'shop, image sha256:ab, Java'",
                "container.image.name=shop                                    | 'shop, image shop, Java'",
                "service.version=1,vcs.ref.head.revision=9d59409               | 'shop 1, revision 9d59409, Java'",
                "vcs.repository.ref.revision=77                               | 'shop, revision 77, Java'",
            })
    void version_image_and_revision_are_taken_from_the_resource(String attributes, String beginning) {
        assertThat(of(attributes)).startsWith(beginning);
    }

    @Test
    void options_tell_deployments_apart_in_any_order_and_are_not_shown() {
        String some = of("a=b", "-Xmx1g", "-XX:+UseZGC");

        assertThat(some).isEqualTo(of("a=b", "-XX:+UseZGC", "-Xmx1g", "-Xlog:gc:file=/tmp/1234.log"));
        assertThat(some)
                .as("compared with starts that have an archive")
                .isEqualTo(of(
                        "a=b",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "-XX:SharedArchiveFile=/data/1.jsa",
                        "-XX:AOTCache=/data/1.aot",
                        "-XX:+UseZGC",
                        "-Xmx1g"));
        assertThat(some).isNotEqualTo(of("a=b", "-Xmx2g", "-XX:+UseZGC")).isNotEqualTo(of("a=b"));
        assertThat(some).matches(".* cores, options [0-9a-f]{1,8}").doesNotContain("Xmx");
    }
}
