package io.perfagent.profile.finding;

import java.util.List;

/** Whose code a frame is: the platform's, a framework's that calls the application, or the application's. */
public final class CodeOrigin {
    private static final String[] PLATFORM = {
        "java.", "javax.", "jdk.", "sun.", "com.sun.", "new ", "kotlin.", "scala.", "groovy.", "org.codehaus.groovy."
    };
    private static final String[] FRAMEWORKS = {
        "jakarta.",
        "org.apache.catalina.",
        "org.apache.coyote.",
        "org.apache.tomcat.",
        "org.eclipse.jetty.",
        "io.undertow.",
        "org.xnio.",
        "org.jboss.",
        "io.netty.",
        "reactor.",
        "org.springframework.",
        "org.glassfish.jersey.",
        "org.hibernate.",
        "io.vertx.",
        "io.quarkus.",
        "io.micronaut.",
        "io.helidon.",
        "com.zaxxer.hikari."
    };

    private CodeOrigin() {}

    static boolean isPlatform(String frame) {
        return startsWith(frame, PLATFORM);
    }

    static boolean isFramework(String frame) {
        return startsWith(frame, FRAMEWORKS);
    }

    /** Whether it is neither the platform's nor a framework's that calls the application. */
    public static boolean isApplication(String frame) {
        return !isPlatform(frame) && !isFramework(frame);
    }

    /** Whether it is the agent's own. */
    public static boolean isAgent(String frame) {
        return frame.startsWith("io.perfagent.") && !frame.startsWith("io.perfagent.sample.");
    }

    /** The innermost frame that is not the platform's, or just the innermost; empty without frames. Root first. */
    public static String site(List<String> frames) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (!isPlatform(frames.get(i))) {
                return frames.get(i);
            }
        }
        return frames.isEmpty() ? "" : frames.get(frames.size() - 1);
    }

    private static boolean startsWith(String frame, String[] prefixes) {
        for (String prefix : prefixes) {
            if (frame.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
