package io.perfagent.it.bench;

import io.perfagent.it.AppProcess;
import java.io.IOException;

/** A {@link DiscardingSink} in a process of its own. Thread-safe. */
final class SinkProcess implements AutoCloseable {
    private final AppProcess process;
    private final int port;

    SinkProcess() {
        process = AppProcess.launch(DiscardingSink.class)
                .jvm("-XX:TieredStopAtLevel=4", "-XX:+UseSerialGC", "-Xmx96m")
                .start();
        port = process.awaitPort();
    }

    /** Where {@code sender} is to send to. */
    String endpoint(String sender) {
        return "http://127.0.0.1:" + port + "/" + sender;
    }

    /** Spans that {@code sender} has sent so far; only those sent uncompressed over OTLP/HTTP are counted. */
    long spans(String sender) throws IOException {
        return count(sender, 3);
    }

    /** Requests that {@code sender} has sent so far. */
    long requests(String sender) throws IOException {
        return count(sender, 1);
    }

    private long count(String sender, int field) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            connection.send(HttpConnection.request("/stats"));
            for (String line : connection.body().split("\n")) {
                String[] fields = line.split(" ");
                if (fields[0].equals(sender)) {
                    return Long.parseLong(fields[field]);
                }
            }
            return 0;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
