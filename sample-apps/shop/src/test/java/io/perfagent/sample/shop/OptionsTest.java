package io.perfagent.sample.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.perfagent.sample.shop.server.Database.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void withoutOptionsItVisitsItselfOnPostgres() {
        assertThat(parse("")).isEqualTo(new Options(Kind.POSTGRES, 0, false, 10, 100));
    }

    @Test
    void everyOptionCounts() {
        assertThat(parse("--db=h2 --port=81 --serve --seconds=3 --rate=0"))
                .isEqualTo(new Options(Kind.H2, 81, true, 3, 0));
    }

    @Test
    void servingHasAPortOneCanRemember() {
        assertThat(parse("--serve").port()).isEqualTo(8080);
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironment() {
        Map<String, String> environment = Map.of("SHOP_DB", "h2");
        assertThat(Options.parse(new String[0], environment).database()).isEqualTo(Kind.H2);
        assertThat(Options.parse(new String[] {"--db=postgres"}, environment).database())
                .isEqualTo(Kind.POSTGRES);
    }

    @ParameterizedTest
    @CsvSource({
        "--sceonds=3, unknown option --sceonds",
        "--serve=yes, --serve takes no value",
        "--seconds, --seconds must be a number from 1",
        "--seconds=0, --seconds must be a number from 1",
        "--seconds=1.5, --seconds must be a number from 1",
        "--port=65536, --port must be a number from 0 to 65535",
        "--rate=-1, --rate must be a number from 0",
        "--db=oracle, the database must be postgres or h2",
    })
    void nonsenseIsNamed(String option, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(option)).withMessageStartingWith(message);
    }

    private static Options parse(String line) {
        return Options.parse(line.isEmpty() ? new String[0] : line.split(" "), Map.of());
    }
}
