package io.perfagent.instrument.spring;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.coldstart.record.ReadyHook;
import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Spring 5.3 to 7.0 and Spring Boot 2 to 4 at the start: its phases, beans, scans of the class path, and when it is ready. */
public final class SpringInstrumentation implements Instrumentation {
    private static final String BY = "Spring Boot";
    private static final int NONE = Site.NONE;

    @Override
    public String name() {
        return "spring-start";
    }

    @Override
    public void declare(Sites sites) {
        boot(sites);
        Sites.Declaration context = sites.type("org.springframework.context.support.AbstractApplicationContext");
        phase(context, "AbstractApplicationContext", "refresh", "()V");
        for (String method : new String[] {
            "invokeBeanFactoryPostProcessors", "registerBeanPostProcessors", "finishBeanFactoryInitialization"
        }) {
            phase(context, "AbstractApplicationContext", method, "(Lorg/springframework/beans/factory/config/*");
        }
        phase(context, "AbstractApplicationContext", "finishRefresh", "()V");
        // The one that a bean factory calls for each bean that is not made yet; a prototype is made again and again.
        sites.type("org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory")
                .site(
                        Shape.AROUND,
                        "createBean",
                        "(Ljava/lang/String;Lorg/springframework/beans/factory/support/RootBeanDefinition;[Ljava/lang/Object;)Ljava/lang/Object;",
                        0,
                        NONE,
                        PieceHook.class,
                        PieceHook.byArgument(Kind.BEAN));
        sites.type("org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider")
                .site(
                        Shape.AROUND,
                        "findCandidateComponents",
                        "(Ljava/lang/String;)Ljava/util/Set;",
                        0,
                        NONE,
                        PieceHook.class,
                        PieceHook.byArgument(Kind.SCAN));
    }

    private static void boot(Sites sites) {
        Sites.Declaration application = sites.type("org.springframework.boot.SpringApplication");
        application.site(
                Shape.AROUND,
                "run",
                "([Ljava/lang/String;)Lorg/springframework/context/ConfigurableApplicationContext;",
                NONE,
                NONE,
                StartingHook.class,
                StartingHook.signals("SpringApplication.run"));
        for (String method : new String[] {
            "prepareEnvironment", "createApplicationContext", "prepareContext", "refreshContext", "callRunners"
        }) {
            phase(application, "SpringApplication", method, "*");
        }
        // "running" until 2.5.
        sites.type("org.springframework.boot.SpringApplicationRunListeners")
                .site(Shape.AROUND, "ready", "*", 0, NONE, ReadyHook.class, BY)
                .site(Shape.AROUND, "running", "*", 0, NONE, ReadyHook.class, BY);
    }

    private static void phase(Sites.Declaration type, String typeName, String method, String descriptor) {
        type.site(
                Shape.AROUND,
                method,
                descriptor,
                NONE,
                NONE,
                PieceHook.class,
                PieceHook.named(Kind.PHASE, typeName + '.' + method));
    }
}
