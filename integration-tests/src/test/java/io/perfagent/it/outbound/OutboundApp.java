package io.perfagent.it.outbound;

import io.perfagent.it.fixture.ParentWatch;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Calls one server, whose port is its argument, by each of four ways ({@link Ways}). */
public final class OutboundApp {
    private static final HttpClient JDK = HttpClient.newHttpClient();
    private static final CloseableHttpClient APACHE = HttpClients.createDefault();

    private OutboundApp() {}

    private static int async(HttpRequest request) throws Exception {
        try {
            return JDK.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .get()
                    .statusCode();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException ? (IOException) e.getCause() : e;
        }
    }

    private static int connection(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        int status;
        try {
            connection.connect();
            status = connection.getResponseCode();
        } catch (IOException e) {
            try {
                connection.getInputStream().close();
            } catch (IOException again) {
                if (!again.getClass().equals(e.getClass())) {
                    System.out.println("another failure " + again);
                }
                throw e;
            }
            throw new IllegalStateException("failed, and then did not");
        }
        connection.disconnect();
        return status;
    }

    public static void main(String[] arguments) {
        ParentWatch.start();
        URI uri = URI.create("http://localhost:" + arguments[0] + "/");
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        Ways.drive(
                "send",
                () -> JDK.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        Ways.drive("sendAsync", () -> async(request));
        Ways.drive("connection", () -> connection(uri));
        Ways.drive(
                "apache",
                () -> APACHE.execute(new HttpGet(uri), response -> {
                    EntityUtils.consume(response.getEntity());
                    return response.getCode();
                }));
        Ways.tick();
    }
}
