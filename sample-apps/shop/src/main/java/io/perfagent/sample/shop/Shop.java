package io.perfagent.sample.shop;

import io.perfagent.sample.lean.EmbeddedTomcat;
import io.perfagent.sample.lean.TemporaryDirectory;
import io.perfagent.sample.shop.server.Database;
import io.perfagent.sample.shop.server.Redis;
import io.perfagent.sample.shop.store.Carts;
import io.perfagent.sample.shop.store.Catalog;
import io.perfagent.sample.shop.store.Orders;
import io.perfagent.sample.shop.store.Prices;
import io.perfagent.sample.shop.store.Schema;
import io.perfagent.sample.shop.web.Pages;
import java.util.Locale;

/** A small web shop that starts its own database and Redis, visits itself for some seconds, and ends. */
public final class Shop {
    private Shop() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            System.out.println(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments, System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }

        // On every way out: the end of main, an exception, Ctrl-C and a polite kill.
        Stages stages = new Stages(System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(stages::close, "shop-close"));
        try {
            run(options, stages);
        } catch (Exception e) {
            // What fails because everything is being closed under it is not worth a word.
            if (!stages.isClosed()) {
                throw e;
            }
        } finally {
            stages.close();
        }
    }

    private static void run(Options options, Stages stages) throws Exception {
        long startNanos = System.nanoTime();
        System.out.println("starting the shop");
        EmbeddedTomcat server = start(options, stages);
        System.out.println("listening on " + server.port());
        System.out.println("ready in " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");

        if (options.serve()) {
            System.out.println("open http://127.0.0.1:" + server.port() + "/ - Ctrl-C ends it");
            server.awaitStop();
            return;
        }
        System.out.println("visiting it for " + options.seconds() + " s");
        Traffic.Result result = new Traffic(server.port()).run(options.seconds(), options.ratePerSecond());
        System.out.println(String.format(
                Locale.ROOT,
                "%d requests, %d failed on purpose, %d errors",
                result.requests(),
                result.failedOnPurpose(),
                result.errors()));
    }

    /** Starts everything, the web server last: when this returns, every page answers. */
    static EmbeddedTomcat start(Options options, Stages stages) throws Exception {
        TemporaryDirectory directory = stages.open("directory", () -> TemporaryDirectory.create("shop-"));
        Database database = stages.open(
                "database",
                () -> Database.start(options.database(), directory.path().resolve("postgres")));
        Schema.create(database.pool());
        Redis redis = stages.open("redis", () -> Redis.start(directory.path().resolve("redis")));
        Catalog catalog = stages.open("catalog", () -> new Catalog(database.pool(), redis.port()));
        Carts carts = stages.open("carts", () -> new Carts(redis.port()));
        Workers workers = stages.open("workers", Workers::new);
        return stages.open("pages", () -> {
            EmbeddedTomcat server = new EmbeddedTomcat(options.port());
            Pages.addTo(server, catalog, carts, new Orders(database.pool()), new Prices(), workers.executor());
            server.start();
            return server;
        });
    }
}
