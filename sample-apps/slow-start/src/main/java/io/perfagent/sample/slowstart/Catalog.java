package io.perfagent.sample.slowstart;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/** {@link Cause#FUTURE}: the main thread has nothing else to do than to wait. */
@Component
class Catalog {
    final int items;

    Catalog() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "catalog-loader"));
        Future<Integer> loaded = pool.submit(Catalog::load);
        items = loaded.get();
        pool.shutdown();
    }

    private static int load() {
        Cause.FUTURE.sleep();
        return 100;
    }
}
