package io.perfagent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.5, 20, none", // a wait of half a millisecond
        "0, 0, 1.5, 200, none", // less than a tenth of it all
        "0, 0, 20, 20, resource",
        "0, 30, 20, 20, gate",
        "400, 30, 20, 20, connector",
        "20, 0, 20, 0, connector"
    })
    void the_queue_one_stands_in_for_longest(
            double connector, double gate, double resource, double rest, String bottleneck) {
        assertThat(Endpoints.bottleneck(connector, gate, resource, rest)).isEqualTo(bottleneck);
    }
}
