package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Fixture;
import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedSpan;
import org.junit.jupiter.api.Test;

/** The same on 5.0.4. */
class ApacheHttpAsyncClient50IT extends ApacheHttpAsyncClient5IT {
    ApacheHttpAsyncClient50IT(Jdk jdk) {
        super(jdk);
    }

    @Override
    Fixture fixture() {
        return OLDER;
    }

    /** Where the server closes the connection behind its answer, this version may lose that and end with an exception. */
    @Override
    @Test
    void clientAndServerErrorsAreFailures() {
        for (String status : new String[] {"404", "500"}) {
            ReceivedSpan made = call(status).made();
            assertThat(made.status()).isEqualTo("ERROR");
            assertThat(made.attribute("error.type")).isIn(status, "java.io.InterruptedIOException");
        }
    }

    /** Where the server closes the connection, this version may end its own retry with an exception. */
    @Override
    @Test
    void aRetryIsPartOfItsCall() {
        Trace trace = call("unavailable");

        assertThat(trace.made().status()).isEqualTo("ERROR");
        assertThat(trace.made().attribute("error.type")).isIn("503", "java.io.InterruptedIOException");
        assertThat(trace.children(trace.made())).hasSizeBetween(1, 2);
    }
}
