package io.perfagent.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileRequestTest {
    private static ProfileRequest parse(String line) throws Refusal {
        return ProfileRequest.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void everything_has_a_default() throws Refusal {
        assertThat(parse("")).isEqualTo(ProfileRequest.of(List.of(ProfileEvent.CPU), 30, ProfileFormat.HTML));
    }

    @Test
    void options_are_read_with_their_units() throws Refusal {
        ProfileRequest request = parse("-d 600 -e wall,alloc,lock,nativemem,wall -i 500us --alloc 2m --lock 1ms -j 64"
                + " --memory 16m --operation x --trace 0AF7651916CD43DD8448EB211C80319C --by-operation --format pprof");

        assertThat(request)
                .isEqualTo(new ProfileRequest(
                        List.of(ProfileEvent.WALL, ProfileEvent.ALLOC, ProfileEvent.LOCK, ProfileEvent.NATIVEMEM),
                        600,
                        500_000,
                        2 << 20,
                        1_000_000,
                        64,
                        16 << 20,
                        "x",
                        "0af7651916cd43dd8448eb211c80319c",
                        true,
                        ProfileFormat.PPROF,
                        EngineChoice.AUTO));
        assertThat(request.interval(ProfileEvent.WALL)).isEqualTo(500_000);
        assertThat(parse("--engine jfr --trace slowest").engine()).isEqualTo(EngineChoice.JFR);
        assertThat(parse("--trace slowest").isOfSlowest()).isTrue();
        assertThat(parse("-i 5ms -d 7").withInterval(7))
                .extracting(ProfileRequest::intervalNanos, ProfileRequest::seconds)
                .containsExactly(7L, 7);
        assertThat(parse("-d 7s").seconds()).isEqualTo(7);
        assertThat(parse("--alloc 4096").allocBytes()).isEqualTo(4096);
        assertThat(parse("--alloc 64KB").allocBytes()).isEqualTo(65536);
        assertThat(parse("").interval(ProfileEvent.WALL)).isEqualTo(50_000_000);
        assertThat(parse("").interval(ProfileEvent.CTIMER)).isEqualTo(10_000_000);
    }

    @Test
    void what_is_wrong_is_named() {
        record Case(String line, String reason) {}
        for (Case one : List.of(
                new Case("-d 0", "-d must be from 1 to 600, is 0"),
                new Case("-d 601", "-d must be from 1 to 600, is 601"),
                new Case("-d soon", "-d must be a number, is 'soon'"),
                new Case("-d", "-d needs a value"),
                new Case(
                        "-e cycles",
                        "there is no event 'cycles'; there are cpu, ctimer, wall, alloc, live, lock and nativemem"),
                new Case("-e cpu,", "there is no event ''"),
                new Case("-e alloc,live", "alloc and live have one sampler"),
                new Case("-e cpu,ctimer", "cpu and ctimer are the same question"),
                new Case("-i 10", "-i must be a time like 10ms, is '10'"),
                new Case("-i 1us", "-i is out of its bounds: 1us"),
                new Case("-i 99999999999999999999s", "-i must be a time"),
                new Case("--alloc many", "--alloc must be a size like 512k, is 'many'"),
                new Case("--trace 12", "--trace must be 32 hexadecimal digits or 'slowest', is '12'"),
                new Case("--format svg", "there is no format 'svg'"),
                new Case("-e cpu,alloc --format collapsed", "'collapsed' holds one event"),
                new Case("--format jfr --operation x", "a recording holds all samples"),
                new Case("--engine perf", "there is no engine 'perf'; there are auto, async and jfr"),
                new Case("--engine jfr --format jfr", "the JFR engine hands out no recording"),
                new Case("-x 1", "there is no option '-x'"))) {
            assertThatThrownBy(() -> parse(one.line))
                    .as(one.line)
                    .isInstanceOf(Refusal.class)
                    .hasMessageStartingWith(one.reason);
        }
    }

    @Test
    void a_files_name_tells_the_format() {
        for (ProfileFormat format : ProfileFormat.values()) {
            assertThat(ProfileFormat.ofFile("a" + format.ending())).isEqualTo(format);
        }
        assertThat(ProfileFormat.ofFile("a.json")).isEqualTo(ProfileFormat.SPEEDSCOPE);
        assertThat(ProfileFormat.ofFile("a.svg")).isNull();
    }
}
