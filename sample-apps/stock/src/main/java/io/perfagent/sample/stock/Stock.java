package io.perfagent.sample.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts, says {@code listening on <port>} when it is ready, and serves {@code GET /}: how many articles are in stock. The
 * port is that of {@code SERVER_PORT}, or any.
 */
@SpringBootApplication
public class Stock {
    public static void main(String[] arguments) {
        ConfigurableApplicationContext context = SpringApplication.run(Stock.class, arguments);
        System.out.println("listening on " + context.getEnvironment().getProperty("local.server.port"));
    }
}
