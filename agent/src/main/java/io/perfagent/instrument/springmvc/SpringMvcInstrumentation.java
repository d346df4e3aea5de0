package io.perfagent.instrument.springmvc;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Spring MVC 5.3 to 7.0: the pattern that a request was mapped by, before any interceptor of the application runs. */
public final class SpringMvcInstrumentation implements Instrumentation {
    private static final String WEB = "org.springframework.web.servlet.";

    @Override
    public String name() {
        return "spring-webmvc";
    }

    @Override
    public void declare(Sites sites) {
        declare(sites, "Ljakarta/servlet/http/HttpServletRequest;", "JakartaHandlerHook");
        declare(sites, "Ljavax/servlet/http/HttpServletRequest;", "JavaxHandlerHook");
    }

    private static void declare(Sites sites, String request, String hookName) {
        String hook = "io.perfagent.instrument.springmvc." + hookName;
        sites.type(WEB + "DispatcherServlet")
                .librarySite(
                        Shape.RETURNED,
                        "getHandler",
                        "(" + request + ")Lorg/springframework/web/servlet/HandlerExecutionChain;",
                        0,
                        Site.NONE,
                        hook);
        sites.type(WEB + "handler.AbstractUrlHandlerMapping")
                .librarySite(
                        Shape.AROUND,
                        "exposePathWithinMapping",
                        "(Ljava/lang/String;Ljava/lang/String;" + request + ")V",
                        0,
                        2,
                        hook);
    }
}
