package io.perfagent.sample.quarkus;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** A bean that is made while the application starts. */
@Startup
@ApplicationScoped
public class Greeter {
    /** A greeting for {@code name}. */
    public String greet(String name) {
        return "hello " + name;
    }
}
