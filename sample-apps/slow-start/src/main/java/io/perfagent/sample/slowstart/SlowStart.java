package io.perfagent.sample.slowstart;

import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts, says {@code listening on <port>} when it is ready, and serves {@code GET /}. With {@code --exit-after-ready} it ends
 * then.
 */
@SpringBootApplication
public class SlowStart {
    public static void main(String[] arguments) {
        SlowNames.install();
        SpringApplication application = new SpringApplication(SlowStart.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "spring.main.banner-mode", "off",
                "spring.jmx.enabled", "false",
                "logging.level.root", "warn"));
        ConfigurableApplicationContext context = application.run(arguments);
        System.out.println("listening on " + context.getEnvironment().getProperty("local.server.port"));
        if (Arrays.asList(arguments).contains("--exit-after-ready")) {
            System.exit(SpringApplication.exit(context));
        }
    }
}
