package io.perfagent.instrument.executor;

import io.perfagent.bootstrap.Hook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * The executors of the JDK and of Netty, timers and {@code CompletableFuture}: a task runs in the context of the call that
 * handed it over, and so does the function of a dependent future, whichever thread completes it. Executors that have a queue
 * are measured.
 */
public final class ExecutorInstrumentation implements Instrumentation {
    private static final String CONCURRENT = "java.util.concurrent.";
    private static final String RUNNABLE = "(Ljava/lang/Runnable;)V";
    private static final String EXECUTOR = "(Ljava/util/concurrent/Executor;";
    private static final String OTHER = EXECUTOR + "Ljava/util/concurrent/CompletionStage;";
    private static final int NONE = Site.NONE;

    @Override
    public String name() {
        return "executors";
    }

    @Override
    public void declare(Sites sites) {
        threadPools(sites);
        forkJoinPools(sites);
        timers(sites);
        threads(sites);
        futures(sites);
        eventLoops(sites);
        jboss(sites);
        sequential(sites);
        asyncContexts(sites);
    }

    private static void threadPools(Sites sites) {
        sites.type(CONCURRENT + "ThreadPoolExecutor")
                .site(Shape.AROUND, "execute", RUNNABLE, 0, NONE, HandOverHook.class)
                .site(Shape.RUN, "runWorker", "*", NONE, NONE, RunHook.class)
                .site(Shape.AROUND, "getTask", "()Ljava/lang/Runnable;", NONE, NONE, NextTaskHook.class)
                .site(Shape.RETURNED, "remove", "(Ljava/lang/Runnable;)Z", 0, NONE, DropHook.class)
                .site(Shape.RETURNED, "shutdownNow", "()Ljava/util/List;", NONE, NONE, DropHook.class)
                .site(Shape.AROUND, "reject", RUNNABLE, 0, NONE, RejectHook.class);
        around(sites, "ScheduledThreadPoolExecutor", "delayedExecute", "*", 0, HandOverHook.class);
        sites.type(CONCURRENT + "FutureTask").site(Shape.RETURNED, "cancel", "(Z)Z", NONE, NONE, DropHook.class);
    }

    private static void forkJoinPools(Sites sites) {
        // 17 hands over by externalSubmit; 25 by poolSubmit, externalSubmit and, once they are due,
        // scheduleDelayedTask.
        String task = "(Ljava/util/concurrent/ForkJoinTask;)*";
        around(sites, "ForkJoinPool", "poolSubmit", "(ZLjava/util/concurrent/ForkJoinTask;)*", 1, HandOverHook.class);
        around(sites, "ForkJoinPool", "externalSubmit", task, 0, HandOverHook.class);
        around(sites, "ForkJoinPool", "scheduleDelayedTask", "*", 0, HandOverHook.class);
        around(sites, "ForkJoinPool", "scheduleAtFixedRate", "*", NONE, PeriodicHook.class);
        around(sites, "ForkJoinPool", "scheduleWithFixedDelay", "*", NONE, PeriodicHook.class);
        around(sites, "ForkJoinTask", "fork", "()*", NONE, ForkHook.class);
        around(sites, "ForkJoinTask", "doExec", "()*", NONE, RunSelfHook.class);
        sites.type(CONCURRENT + "DelayScheduler$ScheduledForkJoinTask")
                .site(Shape.RETURNED, "cancel", "(Z)Z", NONE, NONE, DropHook.class);
    }

    private static void timers(Sites sites) {
        // The methods for periodic tasks have other descriptors.
        String task = "(Ljava/util/TimerTask;";
        sites.type("java.util.Timer")
                .site(Shape.AROUND, "schedule", task + "J)V", 0, NONE, HandOverHook.class)
                .site(Shape.AROUND, "schedule", task + "Ljava/util/Date;)V", 0, NONE, HandOverHook.class);
        sites.type("java.util.TimerThread").site(Shape.RUN, "mainLoop", "()V", NONE, NONE, RunHook.class);
        sites.type("java.util.TimerTask").site(Shape.RETURNED, "cancel", "()Z", NONE, NONE, DropHook.class);
    }

    private static void threads(Sites sites) {
        // Before 25 the first mount is part of run itself.
        sites.type("java.lang.VirtualThread")
                .fromJdk(25)
                .site(Shape.AROUND, "start", "(Ljdk/internal/vm/ThreadContainer;)V", NONE, NONE, ForkHook.class)
                .site(Shape.AROUND, "run", RUNNABLE, 0, NONE, RunThreadHook.class);
        String perTask = "ThreadPerTaskExecutor";
        around(sites, perTask, "start", "(Ljava/lang/Thread;)V", 0, ThreadPerTaskHook.class);
        around(sites, perTask + "$TaskRunner", "run", "()V", NONE, RunThreadHook.class);
        around(sites, perTask + "$ThreadBoundFuture", "run", "()V", NONE, RunThreadHook.class);
    }

    private static void futures(Sites sites) {
        around(sites, "CompletableFuture$ThreadPerTaskExecutor", "execute", RUNNABLE, 0, HandOverHook.class);
        for (String task : new String[] {"AsyncSupply", "AsyncRun", "Completion"}) {
            around(sites, "CompletableFuture$" + task, "run", "()V", NONE, RunSelfHook.class);
        }
        for (String kind : new String[] {"Apply", "Accept", "Run", "WhenComplete", "Handle", "Exceptionally"}) {
            dependent(sites, "uni" + kind + "Stage", EXECUTOR, 1);
        }
        dependent(sites, "uniComposeStage", EXECUTOR, 1);
        dependent(sites, "uniComposeExceptionallyStage", EXECUTOR, 1);
        for (String kind : new String[] {"Apply", "Accept", "Run"}) {
            dependent(sites, "bi" + kind + "Stage", OTHER, 2);
            dependent(sites, "or" + kind + "Stage", OTHER, 2);
        }
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
    private static void jboss(Sites sites) {
        sites.type("org.jboss.threads.EnhancedQueueExecutor")
                .site(Shape.AROUND, "tryExecute", "(L*", 0, Site.NONE, HandOverHook.class)
                .site(Shape.AROUND, "safeRun", RUNNABLE, 0, Site.NONE, RunHook.class); // until 3.1
        sites.type("org.jboss.threads.EnhancedQueueExecutor$Task")
                .site(Shape.AROUND, "run", "()V", Site.NONE, Site.NONE, RunSelfHook.class);
    }

    /** Executors that hand one task to another executor and run all in it that was queued meanwhile: of Vert.x and Guava. */
    private static void sequential(Sites sites) {
        sites.type("io.vertx.core.impl.TaskQueue")
                .site(Shape.AROUND, "execute", "(Ljava/lang/Runnable;*", 0, NONE, EventLoopHandOverHook.class)
                .site(Shape.RUN, "run", "()V", NONE, NONE, SequentialRunHook.class);
        String guava = "com.google.common.util.concurrent.SequentialExecutor";
        sites.type(guava).site(Shape.AROUND, "execute", RUNNABLE, 0, NONE, EventLoopHandOverHook.class);
        sites.type(guava + "$1").site(Shape.RUN, "run", "()V", NONE, NONE, SequentialRunHook.class);
        sites.type(guava + "$QueueWorker").site(Shape.RUN, "workOnQueue", "()V", NONE, NONE, SequentialRunHook.class);
    }

    /** {@code AsyncContext.start}: its task runs on a thread of the server's, whose own pool knows nothing of requests. */
    private static void asyncContexts(Sites sites) {
        sites.type("org.apache.catalina.core.AsyncContextImpl")
                .site(Shape.AROUND, "start", RUNNABLE, 0, NONE, EventLoopHandOverHook.class);
        sites.type("org.apache.catalina.core.AsyncContextImpl$RunnableWrapper")
                .site(Shape.RUN, "run", "()V", NONE, NONE, EventLoopRunHook.class);
        sites.type("org.eclipse.jetty.server.AsyncContextState")
                .site(Shape.AROUND, "start", RUNNABLE, 0, NONE, EventLoopHandOverHook.class);
        sites.type("org.eclipse.jetty.server.handler.ContextHandler")
                .site(
                        Shape.RUN,
                        "handle",
                        "(Lorg/eclipse/jetty/server/Request;Ljava/lang/Runnable;)V",
                        NONE,
                        NONE,
                        EventLoopRunHook.class);
        for (String version : new String[] {"ee10", "ee11"}) { // of Jetty 12, whose lambda it is
            sites.type("org.eclipse.jetty." + version + ".servlet.AsyncContextState")
                    .site(Shape.AROUND, "start", RUNNABLE, 0, NONE, EventLoopHandOverHook.class)
                    .site(Shape.AROUND, "lambda$start$0", RUNNABLE, 0, NONE, EventLoopRunHook.class);
        }
    }

    private static void dependent(Sites sites, String method, String descriptor, int function) {
        sites.type(CONCURRENT + "CompletableFuture")
                .site(Shape.ARGUMENT, method, descriptor + "*", function, NONE, DependentHook.class);
    }

    private static void around(
            Sites sites, String type, String method, String descriptor, int first, Class<? extends Hook> hook) {
        sites.type(CONCURRENT + type).site(Shape.AROUND, method, descriptor, first, NONE, hook);
    }
}
