package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApacheHttpClient5IT extends HttpLibraryKit {
    ApacheHttpClient5IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    String prefix() {
        return "apache5-";
    }

    @Override
    String refused() {
        return "org.apache.hc.client5.http.HttpHostConnectException";
    }

    @Override
    String aborted() {
        return "org.apache.hc.core5.http.ConnectionClosedException";
    }

    @Test
    void eachWayToExecuteIsACall() {
        for (String name : new String[] {"handler", "minimal", "host"}) {
            Trace trace = call(name);
            assertAttributes(trace.made(), Map.of("http.response.status_code", 200L));
            assertThat(trace.children(trace.made())).describedAs(name).hasSize(1);
        }
        assertAttributes(call("host").made(), Map.of("url.full", url("/plain?q=1")));
    }

    @Test
    void theApplicationsRequestIsLeftAsItWas() {
        assertThat(answer("unchanged")).endsWith("\r\n0");
    }

    @Test
    void whatFailsBeforeAnythingIsSentIsRecorded() {
        ReceivedSpan nowhere = assertFails("no-host", "org.apache.hc.client5.http.ClientProtocolException");
        assertAttributes(nowhere, Map.of("url.full", "/plain"));
        assertThat(nowhere.attributes()).doesNotContainKeys("server.address", "server.port");
        ReceivedSpan odd = call("bad-scheme").made();
        assertThat(odd.status()).isEqualTo("ERROR");
        assertThat(odd.attributes()).containsKey("server.address").doesNotContainKey("server.port");
        assertFails("interceptor-throws", "java.lang.IllegalStateException");
        assertFails("closed", "java.lang.IllegalStateException");
    }
}
