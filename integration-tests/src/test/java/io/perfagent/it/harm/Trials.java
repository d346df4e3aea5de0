package io.perfagent.it.harm;

import io.perfagent.it.boot.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Hard things an application may do; each answers with what it saw, which must not depend on an agent. */
final class Trials {
    /** A class that the agent weaves, in a jar the tests make. */
    static final String WOVEN = "org.mariadb.jdbc.Statement";

    private static final String DATABASE = "jdbc:h2:mem:trials;DB_CLOSE_DELAY=-1";
    private static final String[] GARBAGE = {
        "",
        ";",
        "'",
        "\"",
        "--",
        "/*",
        "/* /* */",
        "select '",
        "select \"x",
        "$$",
        "$tag$ select",
        "select 0x",
        "select 1e",
        "select ''''''''''''''' from",
        "((((((((((((((((((((",
        "\u0000\u0001\ufffe\ud800",
        "sel\u00e9ct \ud83d\ude00 from \ud83d",
        "insert into",
        "with with with as as (",
        "select * from a,b,c,d join e join f where x in (1,2,",
        "in (in (in (in (",
        "? ? ? ?"
    };

    private Trials() {}

    static Commands all() {
        return new Commands()
                .add("garbage", argument -> garbage())
                .add("huge", argument -> huge(Integer.parseInt(argument)))
                .add("distinct", argument -> distinct(Integer.parseInt(argument)))
                .add("loaders", argument -> loaders(Integer.parseInt(argument)))
                .add("filtering", argument -> filtering())
                .add("threads", argument -> threads(Integer.parseInt(argument)))
                .add("recurse", argument -> recurse())
                .add("exhaust", argument -> exhaust());
    }

    private static String execute(String sql) {
        try (Connection connection = DriverManager.getConnection(DATABASE);
                Statement statement = connection.createStatement()) {
            return "executed: " + statement.execute(sql);
        } catch (SQLException e) {
            return e.getErrorCode() + " " + e.getSQLState();
        } catch (StackOverflowError e) {
            return "too deep for the database's parser";
        }
    }

    private static String garbage() {
        StringBuilder out = new StringBuilder();
        for (String sql : GARBAGE) {
            out.append(execute(sql)).append('\n');
        }
        return out.toString();
    }

    /** Queries of so many characters: one long literal, one long list, one long comment, many brackets. */
    private static String huge(int chars) throws SQLException {
        String list = "1,".repeat(chars / 2);
        StringBuilder out = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(DATABASE);
                Statement statement = connection.createStatement()) {
            for (String sql : new String[] {
                "select '" + "x".repeat(chars) + "'",
                "select 1 /*" + "-".repeat(chars) + "*/",
                "select 1 in (" + list + "1)"
            }) {
                try (ResultSet rows = statement.executeQuery(sql)) {
                    out.append(rows.next() ? rows.getString(1).length() : -1).append('\n');
                }
            }
        }
        return out.append(execute("(".repeat(chars))).toString();
    }

    /** Queries that name so many tables, none of which is there. */
    private static String distinct(int count) throws SQLException {
        int failed = 0;
        try (Connection connection = DriverManager.getConnection(DATABASE);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < count; i++) {
                try {
                    statement.executeQuery("select * from absent" + i);
                } catch (SQLException expected) {
                    failed++;
                }
            }
        }
        return failed + " failed";
    }

    /** Class loaders, each with a class of its own that is woven, all given up at once; how many are still there. */
    private static String loaders(int count) throws Exception {
        byte[] classFile = classFile();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Defining loader = new Defining(classFile);
            newConsumer(loader).accept("select 1");
            loaders.add(new WeakReference<>(loader));
        }
        System.gc();
        System.gc();
        return loaders.stream().filter(reference -> reference.get() != null).count() + " left";
    }

    private static String filtering() throws Exception {
        newConsumer(new Filtering(classFile())).accept("select 1");
        return "called";
    }

    private static String threads(int count) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(count);
        AtomicInteger done = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                ready.countDown();
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    return;
                }
                if (execute("select 1").equals("executed: true")) {
                    done.incrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return done + " done";
    }

    /** Recursion without end, with a woven call on each level; and again, since the first may have broken something. */
    private static String recurse() throws Exception {
        Consumer<String> woven = newConsumer(Trials.class.getClassLoader());
        int overflows = 0;
        for (int i = 0; i < 20; i++) {
            try {
                dive(woven, 0);
            } catch (StackOverflowError expected) {
                overflows++;
            }
        }
        return overflows + " overflows, then " + execute("select 1");
    }

    private static int dive(Consumer<String> woven, int depth) {
        woven.accept("select 1");
        return dive(woven, depth + 1) + 1;
    }

    /** Allocates until there is no more, with a woven call in between. */
    private static String exhaust() throws Exception {
        Consumer<String> woven = newConsumer(Trials.class.getClassLoader());
        int times = 0;
        for (int i = 0; i < 3; i++) {
            List<byte[]> held = new ArrayList<>();
            try {
                for (int size = 1 << 20; ; size = Math.max(256, size - (size >> 6))) {
                    held.add(new byte[size]);
                    woven.accept("select 1");
                }
            } catch (OutOfMemoryError expected) {
                held.clear();
                times++;
            }
        }
        return times + " times out of memory, then " + execute("select 1");
    }

    @SuppressWarnings("unchecked")
    private static Consumer<String> newConsumer(ClassLoader loader) throws Exception {
        return (Consumer<String>)
                Class.forName(WOVEN, true, loader).getDeclaredConstructor().newInstance();
    }

    private static byte[] classFile() throws IOException {
        try (InputStream in = Trials.class.getClassLoader().getResourceAsStream(WOVEN.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new IOException("not on the class path: " + WOVEN);
            }
            return in.readAllBytes();
        }
    }

    /** Defines the woven class itself. */
    private static class Defining extends ClassLoader {
        private final byte[] classFile;

        Defining(byte[] classFile) {
            super(Trials.class.getClassLoader());
            this.classFile = classFile;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.equals(WOVEN)
                        ? defineClass(name, classFile, 0, classFile.length)
                        : super.loadClass(name, resolve);
            }
        }
    }

    /** The same, and knows of nothing but the JDK, as an OSGi bundle without boot delegation does. */
    private static final class Filtering extends Defining {
        Filtering(byte[] classFile) {
            super(classFile);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("java.") && !name.equals(WOVEN)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
