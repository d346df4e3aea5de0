package io.perfagent.start.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedPlacesTest {
    @ParameterizedTest
    @CsvSource({
        "file:/opt/app/app.jar, app.jar",
        "jar:nested:/opt/app.jar/!BOOT-INF/lib/spring-core-6.2.jar!/, spring-core-6.2.jar",
        "jar:file:/opt/app.jar!/BOOT-INF/lib/spring-core-6.2.jar!/, spring-core-6.2.jar",
        "jar:nested:/opt/app.jar/!BOOT-INF/classes/!/, classes",
        "file:/opt/app/classes/, classes",
        "jrt:/java.sql, JDK"
    })
    void a_place_has_the_name_of_its_innermost_jar(String location, String name) {
        assertThat(LoadedPlaces.name(location)).isEqualTo(name);
    }
}
