package io.perfagent.it.differential;

import java.util.ArrayList;
import java.util.List;

/** Calls with HTTP client libraries in their newest versions. */
final class HttpClientScenarios {
    private HttpClientScenarios() {}

    /** The scenarios of HTTP client libraries, in the order they are run. */
    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String library : new String[] {"apache4", "apache5", "apache5async", "okhttp"}) {
            String path = "/client/" + library + "-";
            Scenario.Builder builder = new Scenario.Builder(all, library)
                    .cases(path, 2, "get", "post", "404", "500")
                    .cases(path, 3, "redirect")
                    .cases(path, 1, "refused");
            switch (library) {
                case "apache4", "apache5" ->
                    builder.cases(path, 2, "timeout", "handler", "host", "minimal")
                            .cases(path, 1, "no-host", "bad-scheme", "interceptor-throws", "closed");
                case "apache5async" ->
                    builder.cases(path, 3, "callback")
                            .cases(path, 2, "timeout", "minimal")
                            .cases(path, 1, "no-host", "http2", "closed");
                default ->
                    builder.cases(path, 2, "enqueue")
                            .cases(path, 1, "enqueue-refused", "cancelled", "interceptor-answers")
                            .cases(path, 1, "interceptor-throws", "network-interceptor-throws")
                            .cases(path, 3, "callback", "queued", "interceptor-calls", "interceptor-repeats");
            }
        }
        return List.copyOf(all);
    }
}
