package io.perfagent.trace.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases as in the B3 specification. */
class B3Test {
    private static final String LONG_TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
    private static final String TRACE = "e457b5a2e4d86bd1";
    private static final String SPAN = "05e3ac9a4f6e3b90";

    private final RemoteContext context = new RemoteContext();

    private static Propagation of(String... names) {
        return Propagation.of(List.of(names), new ArrayList<>());
    }

    @ParameterizedTest
    @CsvSource({
        LONG_TRACE + "-" + SPAN + "-1-" + TRACE + ", 1, true",
        LONG_TRACE + "-" + SPAN + "-1, 1, true",
        LONG_TRACE + "-" + SPAN + "-d, 1, true",
        LONG_TRACE + "-" + SPAN + "-0, 0, true",
        LONG_TRACE + "-" + SPAN + ", 0, false",
        TRACE + "-" + SPAN + "-1, 1, true",
    })
    void rightSingleHeaders(String header, int flags, boolean known) {
        assertThat(of("b3").extract(new String[] {header, null, null, null, null}, context))
                .isTrue();
        String trace = header.substring(0, header.indexOf('-'));
        assertThat(Hex.traceId(context.traceHi, context.traceLo)).endsWith(trace);
        assertThat(context.traceHi == 0).isEqualTo(trace.length() == 16);
        assertThat(Hex.spanId(context.spanId)).isEqualTo(SPAN);
        assertThat(context.flags).isEqualTo((byte) flags);
        assertThat(context.sampledKnown).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "0",
        "1",
        "d",
        "-",
        LONG_TRACE,
        LONG_TRACE + "-",
        LONG_TRACE + "-" + SPAN + "-",
        LONG_TRACE + "-" + SPAN + "-2",
        LONG_TRACE + "-" + SPAN + "-11",
        LONG_TRACE + "-" + SPAN + "-1-",
        LONG_TRACE + "-" + SPAN + "-1-" + TRACE + "0",
        LONG_TRACE + "-" + SPAN + "-1-g457b5a2e4d86bd1",
        LONG_TRACE + "-" + SPAN + "0",
        "80F198EE56343BA864FE8B2A57D3EFF7-" + SPAN + "-1",
        "00000000000000000000000000000000-" + SPAN,
        LONG_TRACE + "-0000000000000000",
        "abc-" + SPAN + "-1",
        LONG_TRACE + "-abc-1"
    })
    void wrongSingleHeaders(String header) {
        assertThat(of("b3").extract(new String[] {header, null, null, null, null}, context))
                .isFalse();
        assertThat(context.spanId).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                LONG_TRACE + ", " + SPAN + ", 1,     -, true,  1, true",
                TRACE + ",      " + SPAN + ", 1,     -, true,  1, true",
                LONG_TRACE + ", " + SPAN + ", 0,     -, true,  0, true",
                LONG_TRACE + ", " + SPAN + ", true,  -, true,  1, true",
                LONG_TRACE + ", " + SPAN + ", false, -, true,  0, true",
                LONG_TRACE + ", " + SPAN + ", -,     1, true,  1, true",
                LONG_TRACE + ", " + SPAN + ", 0,     1, true,  1, true",
                LONG_TRACE + ", " + SPAN + ", -,     -, true,  0, false",
                LONG_TRACE + ", " + SPAN + ", x,     0, true,  0, false",
                LONG_TRACE + ", -,               1,     -, false, 0, false",
                "-,             " + SPAN + ", 1,     -, false, 0, false",
                "abc,           " + SPAN + ", 1,     -, false, 0, false",
                LONG_TRACE + ", abc,             1,     -, false, 0, false",
                "-,             -,               0,     -, false, 0, false"
            })
    void severalHeaders(
            String trace, String span, String sampled, String flags, boolean right, int expected, boolean known) {
        for (String kind : new String[] {"b3", "b3multi"}) {
            assertThat(of(kind).extract(new String[] {null, trace, span, sampled, flags}, context))
                    .isEqualTo(right);
            assertThat(context.flags).isEqualTo((byte) expected);
            assertThat(context.sampledKnown).isEqualTo(known);
        }
    }

    @Test
    void bothFormsAreWrittenAsNamed() {
        String[] pairs = new String[8];
        assertThat(of("b3").injectCapacity()).isEqualTo(2);
        assertThat(of("b3").inject(
                                0x80f198ee56343ba8L,
                                0x64fe8b2a57d3eff7L,
                                0x05e3ac9a4f6e3b90L,
                                (byte) 3,
                                "a=1",
                                "b=2",
                                pairs,
                                new HeaderRoom()))
                .isEqualTo(2);
        assertThat(pairs).startsWith("b3", LONG_TRACE + "-" + SPAN + "-1");
        assertThat(of("b3multi").injectCapacity()).isEqualTo(6);
        assertThat(of("b3multi")
                        .inject(
                                0,
                                0xe457b5a2e4d86bd1L,
                                0x05e3ac9a4f6e3b90L,
                                (byte) 2,
                                null,
                                null,
                                pairs,
                                new HeaderRoom()))
                .isEqualTo(6);
        assertThat(pairs)
                .startsWith("X-B3-TraceId", "0000000000000000" + TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "0");
    }

    @Test
    void theKindNamedLastStands() {
        String w3c = "00-00000000000000000000000000000001-0000000000000002-01";
        String b3 = TRACE + "-" + SPAN + "-0";
        String[] values = {w3c, "a=1", b3, null, null, null, null};
        assertThat(of("tracecontext", "b3").extract(values, context)).isTrue();
        assertThat(Hex.spanId(context.spanId)).isEqualTo(SPAN);
        assertThat(context.traceState).isNull();
        assertThat(of("b3", "tracecontext").extract(values, context)).isTrue();
        assertThat(context.spanId).isEqualTo(2);
        assertThat(context.traceState).isEqualTo("a=1");
        values[0] = "broken";
        assertThat(of("b3", "tracecontext").extract(values, context)).isTrue();
        assertThat(Hex.spanId(context.spanId)).isEqualTo(SPAN);
    }

    @Test
    void namesAreThoseConfiguredAndUnknownOnesAreTold() {
        List<String> problems = new ArrayList<>();
        Propagation some = Propagation.of(List.of("tracecontext", "jaeger", "baggage", "tracecontext"), problems);
        assertThat(problems).containsExactly("OTEL_PROPAGATORS: jaeger is unknown; it is left out");
        assertThat(some.requestHeaders()).containsExactly("traceparent", "tracestate", "baggage");
        assertThat(some.injectCapacity()).isEqualTo(6);
        Propagation none = Propagation.of(List.of("none"), problems);
        assertThat(problems).hasSize(1);
        assertThat(none.requestHeaders()).isEmpty();
        assertThat(none.extract(new String[0], context)).isFalse();
        assertThat(none.inject(1, 2, 3, (byte) 1, "a=1", "b=2", new String[0], new HeaderRoom()))
                .isZero();
        assertThat(of("b3multi", "b3").requestHeaders())
                .containsExactly("b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled", "X-B3-Flags");
        assertThat(of("b3multi", "b3").injectCapacity()).isEqualTo(8);
    }
}
