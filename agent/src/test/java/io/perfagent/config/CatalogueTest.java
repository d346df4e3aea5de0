package io.perfagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void everyDeclaredSettingIsListedOnce() throws IllegalAccessException {
        List<Setting<?>> declared = new ArrayList<>();
        for (Class<?> area : List.of(
                AgentSettings.class,
                StartSettings.class,
                ControlSettings.class,
                LimitSettings.class,
                CacheSettings.class,
                PoolSettings.class,
                JfrSettings.class,
                ProfileSettings.class,
                TelemetrySettings.class,
                ExporterSettings.class,
                InstrumentationSettings.class)) {
            for (Field field : area.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                    declared.add((Setting<?>) field.get(null));
                } else if (field.getType() == ExporterSettings.Otlp.class) {
                    for (Field own : ExporterSettings.Otlp.class.getFields()) {
                        declared.add((Setting<?>) own.get(field.get(null)));
                    }
                }
            }
        }
        assertThat(Catalogue.all()).containsExactlyInAnyOrderElementsOf(declared);
        Set<String> keys = new HashSet<>();
        for (Setting<?> setting : declared) {
            assertThat(keys.add(setting.key())).as(setting.key()).isTrue();
        }
    }

    @Test
    void everySettingIsDescribedAndItsExampleAndDefaultAreRight() {
        for (Setting<?> setting : Catalogue.all()) {
            assertThat(setting.key()).matches("(OTEL|PERF_AGENT)_[A-Z0-9_]+");
            assertThat(Keys.key(setting.property())).isEqualTo(setting.key());
            assertThat(setting.about).as(setting.key()).endsWith(".");
            assertThat(setting.cost.isEmpty() || setting.cost.endsWith(".")).isTrue();
            if (!setting.example.isEmpty()) {
                assertThat(Parser.any(setting, setting.example))
                        .as(setting.key())
                        .isNotNull();
            }
            if (setting.defaultText == null) {
                String text = ConfigReference.defaultText(setting).replace(" ms", "ms");
                assertThat(Parser.any(setting, text)).as(setting.key()).isEqualTo(setting.defaultValue());
            }
        }
    }

    @Test
    void theReferencePageIsUpToDate() throws IOException {
        if (Boolean.getBoolean("perfagent.regenerate")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ConfigReference.markdown());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/configuration.md; make it anew with -Dperfagent.regenerate=true")
                .isEqualTo(ConfigReference.markdown());
    }

    @Test
    void distanceIsLevenshteins() {
        assertThat(Problems.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Problems.distance("", "abc")).isEqualTo(3);
        assertThat(Problems.distance("abc", "abc")).isZero();
    }
}
