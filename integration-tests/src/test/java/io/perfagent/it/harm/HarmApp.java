package io.perfagent.it.harm;

import io.perfagent.it.boot.Commands;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Tomcat that runs {@link Trials} for requests of the form {@code /trial?argument}. Ends with its standard input. */
public final class HarmApp {
    private static final String MAX_HEADER_BYTES = "400000";

    private HarmApp() {}

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("harm-app-").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("maxHttpHeaderSize", MAX_HEADER_BYTES);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "commands", new CommandServlet(Trials.all()));
        context.addServletMappingDecoded("/*", "commands");
        tomcat.start();
        System.out.println("listening on " + tomcat.getConnector().getLocalPort());
        while (System.in.read() >= 0) {
            // Nothing is ever written: only the end matters.
        }
        Runtime.getRuntime().halt(3);
    }

    private static final class CommandServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient Commands commands;

        CommandServlet(Commands commands) {
            this.commands = commands;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getPathInfo().substring(1);
            int slash = path.indexOf('/');
            String name = slash < 0 ? path : path.substring(0, slash);
            String query = request.getQueryString();
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().print(commands.run(name, query == null ? "" : query));
        }
    }
}
