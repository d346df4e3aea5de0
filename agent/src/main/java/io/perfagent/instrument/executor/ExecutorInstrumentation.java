package io.perfagent.instrument.executor;

import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** {@code ThreadPoolExecutor}: a task runs in the context of the call that handed it over. */
public final class ExecutorInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "executors";
    }

    @Override
    public void declare(Sites sites) {
        sites.type("java.util.concurrent.ThreadPoolExecutor")
                .site(Shape.AROUND, "execute", "(Ljava/lang/Runnable;)V", 0, Site.NONE, HandOverHook.class)
                .site(Shape.RUN, "runWorker", "*", Site.NONE, Site.NONE, RunHook.class)
                .site(Shape.RETURNED, "remove", "(Ljava/lang/Runnable;)Z", 0, Site.NONE, DropHook.class)
                .site(Shape.AROUND, "reject", "(Ljava/lang/Runnable;)V", 0, Site.NONE, RejectHook.class);
    }
}
