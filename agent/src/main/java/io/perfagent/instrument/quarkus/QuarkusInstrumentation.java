package io.perfagent.instrument.quarkus;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.coldstart.record.StartingHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Quarkus at the start: its steps, its beans, and ready when its application has started, as it prints itself. */
public final class QuarkusInstrumentation implements Instrumentation {
    private static final int NONE = Site.NONE;

    @Override
    public String name() {
        return "quarkus-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("io.quarkus.runtime.Application")
                .site(
                        Shape.AROUND,
                        "start",
                        "([Ljava/lang/String;)V",
                        NONE,
                        NONE,
                        StartingHook.class,
                        StartingHook.readyAtReturn("Application.start", "Quarkus"));
        sites.type("io.quarkus.runtime.StartupContext")
                .site(
                        Shape.AROUND,
                        "setCurrentBuildStepName",
                        "(Ljava/lang/String;)V",
                        0,
                        NONE,
                        BuildStepHook.class,
                        BuildStepHook.BEGINS);
        sites.type("io.quarkus.runtime.util.StepTiming")
                .site(
                        Shape.AROUND,
                        "printStepTime",
                        "(Lio/quarkus/runtime/StartupContext;)V",
                        NONE,
                        NONE,
                        BuildStepHook.class,
                        BuildStepHook.ENDS);
        sites.type("io.quarkus.arc.impl.AbstractSharedContext")
                .site(
                        Shape.AROUND,
                        "createInstanceHandle",
                        "*",
                        0,
                        NONE,
                        PieceHook.class,
                        PieceHook.byGeneratedClass(Kind.BEAN, "_Bean"));
    }
}
