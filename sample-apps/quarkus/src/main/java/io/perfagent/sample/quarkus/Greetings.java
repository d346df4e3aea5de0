package io.perfagent.sample.quarkus;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Serves {@code GET /hello/<name>} on the port of {@code QUARKUS_HTTP_PORT}. */
@Path("/hello")
public class Greetings {
    private final Greeter greeter;

    public Greetings(Greeter greeter) {
        this.greeter = greeter;
    }

    @GET
    @Path("/{name}")
    @Produces(MediaType.TEXT_PLAIN)
    public String hello(@PathParam("name") String name) {
        return greeter.greet(name);
    }
}
