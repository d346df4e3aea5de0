package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.Libraries;
import io.perfagent.it.ReceivedSpan;
import org.junit.jupiter.api.Test;

/** What every HTTP client library must do beyond the JDK's clients: calls that go wrong are one span each. */
abstract class HttpLibraryKit extends HttpClientKit {
    /** Apache HttpClient 4.3.6 and 5.0.4, OkHttp 4.12.0. */
    static final Fixture OLDER = Fixture.HTTP_CLIENTS.as(
            "http-clients-older", () -> Libraries.classPath("http-clients-older", "okhttp-jvm"));

    HttpLibraryKit(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return Fixture.HTTP_CLIENTS;
    }

    /** What a response fails with whose connection breaks off within the body. */
    abstract String aborted();

    /** Asserts that a case makes one call, which fails with this. */
    ReceivedSpan assertFails(String name, String errorType) {
        ReceivedSpan failed = call(name).made();
        assertThat(failed.kind()).isEqualTo("CLIENT");
        assertFailed(failed, errorType);
        assertException(failed, errorType);
        return failed;
    }

    /** What the application made of a case. */
    String answer(String name) {
        return app().answer("/client/" + prefix() + name).strip();
    }

    @Test
    void anUnknownHostIsRecorded() {
        ReceivedSpan failed = assertFails("unknown-host", "java.net.UnknownHostException");

        assertThat(failed.attribute("server.address")).isEqualTo("no-such-host.invalid");
    }

    @Test
    void aTimeoutIsRecorded() {
        ReceivedSpan failed = assertFails("timeout", "java.net.SocketTimeoutException");

        assertThat(failed.attributes()).doesNotContainKey("http.response.status_code");
    }

    /** The head was there, and so the call succeeded: what follows is the reader's affair. */
    @Test
    void aResponseThatBreaksOffHadItsHead() {
        ReceivedSpan span = call("aborted").made();

        assertNotFailed(span);
        assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    }

    @Test
    void theExceptionIsWhatTheLibraryThrew() {
        assertThat(answer("refused")).endsWith(refused());
        assertThat(answer("aborted")).endsWith(aborted());
    }
}
