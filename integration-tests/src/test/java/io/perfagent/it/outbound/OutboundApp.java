package io.perfagent.it.outbound;

import io.perfagent.it.fixture.ParentWatch;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequests;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.http.client.methods.CloseableHttpResponse;

/** Calls one server, whose port is its first argument, by each of the ways that the others name ({@link Ways}). */
public final class OutboundApp {
    private OutboundApp() {}

    private static <T> T got(Future<T> future) throws Exception {
        try {
            return future.get();
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

    private static Ways.Way way(String name, URI uri) {
        return switch (name) {
            case "send", "sendAsync" -> jdk(name.equals("send"), uri);
            case "connection" -> () -> connection(uri);
            case "apache" -> apache(uri);
            case "apacheAsync" -> apacheAsync(uri);
            case "apache4" -> apache4(uri);
            case "okhttp" -> okHttp(uri);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Ways.Way jdk(boolean blocking, URI uri) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        HttpResponse.BodyHandler<String> body = HttpResponse.BodyHandlers.ofString();
        return blocking
                ? () -> client.send(request, body).statusCode()
                : () -> got(client.sendAsync(request, body)).statusCode();
    }

    private static Ways.Way apache(URI uri) {
        var client = org.apache.hc.client5.http.impl.classic.HttpClients.createDefault();
        return () -> client.execute(new HttpGet(uri), response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
    }

    @SuppressWarnings("deprecation") // what newer versions have in its place is not there in 5.0
    private static Ways.Way apacheAsync(URI uri) {
        CloseableHttpAsyncClient client = HttpAsyncClients.createDefault();
        client.start();
        return () -> {
            Future<SimpleHttpResponse> future = client.execute(SimpleHttpRequests.get(uri), null);
            return got(future).getCode();
        };
    }

    private static Ways.Way apache4(URI uri) {
        var client = org.apache.http.impl.client.HttpClients.createDefault();
        return () -> {
            try (CloseableHttpResponse response = client.execute(new org.apache.http.client.methods.HttpGet(uri))) {
                return response.getStatusLine().getStatusCode();
            }
        };
    }

    private static Ways.Way okHttp(URI uri) {
        OkHttpClient client = new OkHttpClient();
        Request request = new Request.Builder().url(uri.toString()).build();
        return () -> {
            try (Response response = client.newCall(request).execute()) {
                return response.code();
            }
        };
    }

    public static void main(String[] arguments) {
        ParentWatch.start();
        URI uri = URI.create("http://localhost:" + arguments[0] + "/");
        for (int i = 1; i < arguments.length; i++) {
            Ways.drive(arguments[i], way(arguments[i], uri));
        }
        Ways.tick();
    }
}
