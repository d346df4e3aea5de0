package io.perfagent.sample.shop.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL of its own processes, on a free loopback port, with all its files in one directory. */
final class PostgresServer implements Closeable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long STOP_TIMEOUT_SECONDS = 10;

    private final EmbeddedPostgres postgres;
    private final Path data;

    private PostgresServer(EmbeddedPostgres postgres, Path data) {
        this.postgres = postgres;
        this.data = data;
    }

    /**
     * Unpacks the server, initialises it and waits until it answers.
     *
     * @throws IOException if it can't run here; no process is left
     */
    static PostgresServer start(Path directory) throws IOException {
        Path data = directory.resolve("data");
        // Where it unpacks itself. Its builder can say so too, but makes the default directory all the same.
        System.setProperty("ot.epg.working-dir", directory.toString());
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setPGStartupWait(START_TIMEOUT)
                    // Its sockets would be in the common temporary directory otherwise; we only use TCP.
                    .setServerConfig("unix_socket_directories", "")
                    // Closed by the shop's own shutdown hook, after what uses it.
                    .setRegisterShutdownHook(false)
                    .start();
            return new PostgresServer(postgres, data);
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
            // The last of these is what it throws when it can't unpack itself.
            stopProcess(data);
            throw new IOException(StartFailure.reason(e), e);
        }
    }

    /** The URL for a JDBC driver, user included; no password is asked for. */
    String jdbcUrl() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    int port() {
        return postgres.getPort();
    }

    @Override
    public void close() throws IOException {
        try {
            postgres.close();
        } finally {
            stopProcess(data);
        }
    }

    /** Ends a server that is still there after its orderly end failed, or after a start that was given up. */
    private static void stopProcess(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
    }
}
