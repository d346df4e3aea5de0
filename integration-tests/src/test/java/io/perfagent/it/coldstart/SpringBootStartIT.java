package io.perfagent.it.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.AgentJar;
import io.perfagent.it.AppProcess;
import io.perfagent.it.Jdk;
import io.perfagent.it.OnEachJdk;
import io.perfagent.it.boot.Ask;
import io.perfagent.it.boot.InTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The start of a real Spring Boot application, of two lines of Spring Boot, as a nested jar and extracted. What the first
 * start has woven of the plain jars serves the nested one too: a class is known by its bytes.
 */
@OnEachJdk
class SpringBootStartIT {
    private static final String SAMPLE = "../sample-apps/stock";

    private final Jdk jdk;

    @TempDir(factory = InTarget.class, cleanup = CleanupMode.ALWAYS)
    Path directory;

    SpringBootStartIT(Jdk jdk) {
        this.jdk = jdk;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.1", "3.5"})
    void componentsOfEachKindAreNamed(String line) throws IOException, InterruptedException {
        Path nested = Path.of(SAMPLE, line.equals("3.5") ? "boot-3.5" : "", "target", "stock.jar");
        assertThat(nested).as("what the build of sample-apps/stock makes").exists();
        Path extracted = ExtractedBoot.extract(jdk, nested, directory.resolve("app"));

        start(extracted, "extracted", true);
        start(nested, "nested", false);
        start(extracted, "extracted", false);

        assertThat(directory.resolve("data/starts/history.jsonl"))
                .content()
                .as("the third start's classes were loaded ahead")
                .containsPattern("\"extracted.*\"archive\":\"ahead-");
        for (String service : List.of("nested", "extracted")) {
            FrameworkStart report = FrameworkStart.of(jdk, directory.resolve("data"), service)
                    .assertTakenApart(List.of("agent done to main", "main to listening", "listening to ready"))
                    .assertNames(
                            "phase:SpringApplication.run",
                            "phase:AbstractApplicationContext.refresh",
                            "bean:dataSource",
                            "bean:entityManagerFactory",
                            "bean:stockController",
                            "scan:io.perfagent.sample.stock",
                            "servlet:",
                            "pool:HikariPool",
                            "pool:connection of ",
                            "migration:Flyway.migrate",
                            "migration:Liquibase.update",
                            "migration:Hibernate SchemaManagementToolCoordinator.process",
                            "persistence:Hibernate EntityManagerFactoryBuilderImpl.build",
                            "persistence:Hibernate MetadataBuildingProcess.complete",
                            "persistence:Hibernate SessionFactoryImpl",
                            "messaging:KafkaProducer",
                            "messaging:KafkaConsumer",
                            "messaging:KafkaAdminClient");
            assertThat(report.readySignal()).as(service).isEqualTo("Spring Boot");
        }
    }

    private void start(Path jar, String service, boolean first) {
        try (AppProcess app = AppProcess.launch(jar)
                .jdk(jdk)
                .jvm("-Xmx256m", "-XX:TieredStopAtLevel=1")
                .agent(AgentJar.perfAgent())
                .dataDir(directory.resolve("data"))
                .env("OTEL_SERVICE_NAME", service)
                .env("OTEL_TRACES_EXPORTER", "none")
                .env("OTEL_METRICS_EXPORTER", "none")
                .env("PERF_AGENT_PRELOAD", "on") // the third start's classes are loaded ahead: it must do no harm
                .allowAgentLine("perf-agent: .*preload.*")
                .start()) {
            assertThat(Ask.get(app.awaitPort(), "/")).isEqualTo("3 articles, 2 of them with A, 3 clients");
            if (first) {
                app.awaitWeaving();
                app.awaitLine(line -> line.contains("preload:extracted"), Duration.ofSeconds(60));
            }
            app.stop();
        }
    }
}
