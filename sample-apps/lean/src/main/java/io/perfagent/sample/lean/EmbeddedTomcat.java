package io.perfagent.sample.lean;

import jakarta.servlet.http.HttpServlet;
import java.io.Closeable;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** Tomcat with one application of a few servlets, on one port, quiet. Add the servlets, then start it. */
public final class EmbeddedTomcat implements Closeable {
    /** Strongly held, because the JDK forgets the level of a logger that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private final TemporaryDirectory directory;
    private final Context context;

    /**
     * Prepares a server that does not listen yet.
     *
     * @param port the port it is to listen on, or 0 for any free one
     * @throws IOException if there is no room for its temporary directory
     */
    public EmbeddedTomcat(int port) throws IOException {
        LOGGER.setLevel(Level.WARNING);
        // Tomcat wants a directory, and makes one where the process was started unless it is given another.
        directory = TemporaryDirectory.create("tomcat-");
        tomcat.setBaseDir(directory.path().toString());
        tomcat.setPort(port);
        tomcat.getConnector().setThrowOnFailure(true);
        context = tomcat.addContext("", null);
        if (context instanceof StandardContext standard) {
            // These look for what a redeployed application left behind, and would warn at each stop.
            standard.setClearReferencesObjectStreamClassCaches(false);
            standard.setClearReferencesRmiTargets(false);
            standard.setClearReferencesThreadLocals(false);
        }
    }

    /**
     * Adds a servlet, to be initialised when the server starts; its name is its class's simple name.
     *
     * @param path {@code /cart} for that path alone, {@code /items/*} for all below, {@code /} for what no other takes
     */
    public void add(String path, HttpServlet servlet) {
        String name = servlet.getClass().getSimpleName();
        Wrapper wrapper = Tomcat.addServlet(context, name, servlet);
        wrapper.setLoadOnStartup(1);
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded(path, name);
    }

    /** Starts listening; on failure everything is closed. */
    public void start() throws LifecycleException {
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            close();
            throw e;
        }
    }

    /** The port it listens on, 1 to 65535, once started. */
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public String toString() {
        return "Tomcat on port " + port();
    }

    /** Returns when the server has been stopped. */
    public void awaitStop() {
        tomcat.getServer().await();
    }

    /** Stops listening, ends the requests under way and deletes the temporary directory. */
    @Override
    public void close() {
        try (directory) {
            tomcat.stop();
            tomcat.destroy();
            // Set by the first Tomcat of a process; the next one would make that one's directory again.
            System.clearProperty("catalina.home");
            System.clearProperty("catalina.base");
        } catch (LifecycleException | IOException e) {
            System.err.println("Tomcat did not stop cleanly: " + e);
        }
    }
}
