package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import org.junit.jupiter.api.Test;

class HttpUrlConnectionIT extends HttpClientKit {
    HttpUrlConnectionIT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String prefix() {
        return "url-";
    }

    @Test
    void askingForTheStatusIsACall() {
        assertThat(app().call("/client/url-response-code").made().name()).isEqualTo("GET");
        assertThat(app().call("/client/url-head").made().name()).isEqualTo("HEAD");
    }

    @Test
    void connectingAloneIsNone() {
        Trace trace = app().call("/client/url-connect-only");

        assertThat(trace.children(trace.server())).isEmpty();
    }
}
