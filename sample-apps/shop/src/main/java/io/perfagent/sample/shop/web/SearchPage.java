package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Catalog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** {@code GET /search?q=}: counts on a worker thread while the request's own thread searches. */
@SuppressWarnings("serial")
final class SearchPage extends Page {
    private final Catalog catalog;
    private final ExecutorService workers;

    SearchPage(Catalog catalog, ExecutorService workers) {
        this.catalog = catalog;
        this.workers = workers;
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        String text = textParameter(request, "q", 40);
        Future<Integer> matches = workers.submit(() -> catalog.countMatches(text));
        List<String> names = catalog.search(text);
        return matches.get(5, TimeUnit.SECONDS) + " items found\n" + String.join("\n", names);
    }
}
