package io.perfagent.sample.lean;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/** The pages of the service. */
final class Servlets {
    private Servlets() {}

    static void addTo(EmbeddedTomcat server, Backends backends) {
        server.add("/plain", new PlainServlet());
        server.add("/full", new FullServlet(backends));
        server.add("/health", new HealthServlet());
    }

    /** The least a request can do. */
    @SuppressWarnings("serial")
    private static final class PlainServlet extends HttpServlet {
        private static final String TEXT = "Hello, world!";

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.setContentLength(TEXT.length());
            response.getWriter().write(TEXT);
        }
    }

    /** Answers as soon as the server does. */
    @SuppressWarnings("serial")
    private static final class HealthServlet extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getWriter().write("UP");
        }
    }

    /** One call of every kind, one after the other. */
    @SuppressWarnings("serial")
    private static final class FullServlet extends HttpServlet {
        private final Backends backends;

        FullServlet(Backends backends) {
            this.backends = backends;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            try {
                int items = backends.countItems();
                String name = backends.itemName(1 + ThreadLocalRandom.current().nextInt(items));
                String greeting = backends.greeting();
                long checksum = backends.checksum(name);
                String plain = backends.fetch(URI.create("http://127.0.0.1:" + request.getLocalPort() + "/plain"));

                response.setContentType("text/plain");
                PrintWriter out = response.getWriter();
                out.println("items: " + items);
                out.println("item: " + name);
                out.println("greeting: " + greeting);
                out.println("checksum: " + checksum);
                out.println("plain: " + plain);
            } catch (SQLException e) {
                throw new ServletException(e);
            }
        }
    }
}
