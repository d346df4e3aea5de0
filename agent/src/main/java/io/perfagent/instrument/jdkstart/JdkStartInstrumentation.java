package io.perfagent.instrument.jdkstart;

import io.perfagent.bootstrap.Hook;
import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/**
 * What an application does with the JDK at the start: look-ups of names that are not cached, services, tasks, and waits of
 * one thread for another. Waits are woven where a thread has found that it must wait, so that the quick cases run as ever.
 */
public final class JdkStartInstrumentation implements Instrumentation {
    private static final String CONCURRENT = "java.util.concurrent.";
    private static final int NONE = Site.NONE;

    @Override
    public String name() {
        return "jdk-start";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("java.net.InetAddress")
                .site(
                        Shape.AROUND,
                        "getAddressesFromNameService",
                        "(Ljava/lang/String;*",
                        0,
                        NONE,
                        PieceHook.class,
                        PieceHook.byArgument(Kind.DNS))
                .site(
                        Shape.AROUND,
                        "getHostFromNameService",
                        "(Ljava/net/InetAddress;*",
                        0,
                        NONE,
                        ReverseLookUpHook.class);
        around(sites, "java.util.ServiceLoader$ProviderImpl", "get", "()Ljava/lang/Object;", ProviderHook.class);
        tasks(sites);
        waits(sites);
    }

    /** With {@code RunHook} of the executors, which leaves these to us: they are run by other threads, too. */
    private static void tasks(Sites sites) {
        about(sites, CONCURRENT + "FutureTask", "run", "()V", Kind.TASK, "FutureTask.run");
        about(sites, CONCURRENT + "CompletableFuture$AsyncSupply", "run", "()V", Kind.TASK, "supplyAsync");
        about(sites, CONCURRENT + "CompletableFuture$AsyncRun", "run", "()V", Kind.TASK, "runAsync");
        around(sites, "java.lang.Thread", "run", "()V", ThreadRunHook.class);
    }

    private static void waits(Sites sites) {
        about(sites, CONCURRENT + "FutureTask", "awaitDone", "*", Kind.WAIT, "FutureTask.get");
        about(sites, CONCURRENT + "CompletableFuture", "waitingGet", "*", Kind.WAIT, "CompletableFuture.get");
        about(sites, CONCURRENT + "CompletableFuture", "timedGet", "*", Kind.WAIT, "CompletableFuture.get");
        about(sites, CONCURRENT + "CompletableFuture", "postComplete", "()V", Kind.RELEASE, "CompletableFuture");
        around(sites, CONCURRENT + "CountDownLatch", "await", "*", WaitHook.class);
        about(sites, CONCURRENT + "CountDownLatch", "countDown", "()V", Kind.RELEASE, "CountDownLatch");
        around(sites, "java.lang.Thread", "join", "(J)V", WaitHook.class);
        // Locks and semaphores, once the quick attempts have failed.
        around(
                sites,
                CONCURRENT + "locks.AbstractQueuedSynchronizer",
                "acquire",
                "(Ljava/util/concurrent/locks/AbstractQueuedSynchronizer$Node;*",
                WaitHook.class);
    }

    private static void about(Sites sites, String type, String method, String descriptor, int kind, String name) {
        sites.type(type)
                .site(Shape.AROUND, method, descriptor, NONE, NONE, PieceHook.class, PieceHook.aboutSelf(kind, name));
    }

    private static void around(Sites sites, String type, String method, String descriptor, Class<? extends Hook> hook) {
        sites.type(type).site(Shape.AROUND, method, descriptor, NONE, NONE, hook);
    }
}
