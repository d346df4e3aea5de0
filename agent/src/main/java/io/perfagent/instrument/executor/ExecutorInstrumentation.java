package io.perfagent.instrument.executor;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * The executors of the JDK and of Netty, and {@code CompletableFuture}: a task runs in the context of the call that handed it
 * over, and so does the function of a dependent future, whichever thread completes it.
 */
public final class ExecutorInstrumentation implements Instrumentation {
    private static final String RUNNABLE = "(Ljava/lang/Runnable;)V";
    private static final String EXECUTOR = "(Ljava/util/concurrent/Executor;";
    private static final String OTHER = EXECUTOR + "Ljava/util/concurrent/CompletionStage;";

    @Override
    public String name() {
        return "executors";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("java.util.concurrent.ThreadPoolExecutor")
                .site(Shape.AROUND, "execute", RUNNABLE, 0, Site.NONE, HandOverHook.class)
                .site(Shape.RUN, "runWorker", "*", Site.NONE, Site.NONE, RunHook.class)
                .site(Shape.RETURNED, "remove", "(Ljava/lang/Runnable;)Z", 0, Site.NONE, DropHook.class)
                .site(Shape.AROUND, "reject", RUNNABLE, 0, Site.NONE, RejectHook.class);
        sites.type("java.util.concurrent.ScheduledThreadPoolExecutor")
                .site(
                        Shape.AROUND,
                        "delayedExecute",
                        "(Ljava/util/concurrent/RunnableScheduledFuture;)V",
                        0,
                        Site.NONE,
                        HandOverHook.class);
        // 17 hands over by externalSubmit and externalPush, 25 by poolSubmit.
        sites.type("java.util.concurrent.ForkJoinPool")
                .site(
                        Shape.AROUND,
                        "poolSubmit",
                        "(ZLjava/util/concurrent/ForkJoinTask;)*",
                        1,
                        Site.NONE,
                        HandOverHook.class)
                .site(
                        Shape.AROUND,
                        "externalSubmit",
                        "(Ljava/util/concurrent/ForkJoinTask;)*",
                        0,
                        Site.NONE,
                        HandOverHook.class);
        sites.type("java.util.concurrent.ForkJoinTask")
                .site(Shape.AROUND, "doExec", "()*", Site.NONE, Site.NONE, RunSelfHook.class);
        sites.type("java.util.concurrent.CompletableFuture$ThreadPerTaskExecutor")
                .site(Shape.AROUND, "execute", RUNNABLE, 0, Site.NONE, HandOverHook.class);
        for (String task : new String[] {"AsyncSupply", "AsyncRun", "Completion"}) {
            sites.type("java.util.concurrent.CompletableFuture$" + task)
                    .site(Shape.AROUND, "run", "()V", Site.NONE, Site.NONE, RunSelfHook.class);
        }
        // Before 25 the first mount is part of run itself.
        sites.type("java.lang.VirtualThread")
                .fromJdk(25)
                .site(
                        Shape.AROUND,
                        "start",
                        "(Ljdk/internal/vm/ThreadContainer;)V",
                        Site.NONE,
                        Site.NONE,
                        StartHook.class)
                .site(Shape.AROUND, "run", RUNNABLE, Site.NONE, Site.NONE, RunSelfHook.class);
        declareJboss(sites);
        Sites.Declaration futures = sites.type("java.util.concurrent.CompletableFuture");
        String[] of = {"Apply", "Accept", "Run", "WhenComplete", "Handle", "Exceptionally"};
        for (String kind : of) {
            futures.site(Shape.ARGUMENT, "uni" + kind + "Stage", EXECUTOR + "*", 1, Site.NONE, DependentHook.class);
        }
        futures.site(Shape.ARGUMENT, "uniComposeStage", EXECUTOR + "*", 1, Site.NONE, DependentHook.class)
                .site(
                        Shape.ARGUMENT,
                        "uniComposeExceptionallyStage",
                        EXECUTOR + "*",
                        1,
                        Site.NONE,
                        DependentHook.class);
        for (String kind : new String[] {"Apply", "Accept", "Run"}) {
            futures.site(Shape.ARGUMENT, "bi" + kind + "Stage", OTHER + "*", 2, Site.NONE, DependentHook.class)
                    .site(Shape.ARGUMENT, "or" + kind + "Stage", OTHER + "*", 2, Site.NONE, DependentHook.class);
        }
        eventLoops(sites);
    }

    /**
     * Netty's event executors, which also run a handler that was added to a pipeline with an executor of its own. What is
     * scheduled for later carries nothing: much of it is housekeeping.
     */
    private static void eventLoops(Sites sites) {
        // Tasks are run by runTask; in older versions by safeExecute, in the oldest where they are taken.
        sites.type("io.netty.util.concurrent.SingleThreadEventExecutor")
                .site(Shape.AROUND, "execute", RUNNABLE, 0, Site.NONE, EventLoopHandOverHook.class)
                .site(Shape.RUN, "runAllTasks", "*", Site.NONE, Site.NONE, EventLoopRunHook.class);
        sites.type("io.netty.util.concurrent.AbstractEventExecutor")
                .site(Shape.RUN, "runTask", RUNNABLE, Site.NONE, Site.NONE, EventLoopRunHook.class)
                .site(Shape.RUN, "safeExecute", RUNNABLE, Site.NONE, Site.NONE, EventLoopRunHook.class);
        sites.type("io.netty.util.concurrent.DefaultEventExecutor")
                .site(Shape.RUN, "run", "()V", Site.NONE, Site.NONE, EventLoopRunHook.class);
    }

    /** The pool of XNIO, and so of Undertow and WildFly. It wraps what it is given: what it queues is what it runs. */
    private static void declareJboss(Sites sites) {
        sites.type("org.jboss.threads.EnhancedQueueExecutor")
                .site(Shape.AROUND, "tryExecute", "(L*", 0, Site.NONE, HandOverHook.class)
                .site(Shape.AROUND, "safeRun", RUNNABLE, 0, Site.NONE, RunHook.class); // until 3.1
        sites.type("org.jboss.threads.EnhancedQueueExecutor$Task")
                .site(Shape.AROUND, "run", "()V", Site.NONE, Site.NONE, RunSelfHook.class);
    }
}
