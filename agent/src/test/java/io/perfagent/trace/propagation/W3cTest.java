package io.perfagent.trace.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases as in the W3C trace-context test suite. */
class W3cTest {
    private static final String TRACE = "12345678901234567890123456789012";
    private static final String SPAN = "1234567890123456";
    private static final String GOOD = "00-" + TRACE + "-" + SPAN + "-01";

    private final Propagation propagation = Propagation.of(List.of("tracecontext", "baggage"), new ArrayList<>());
    private final RemoteContext context = new RemoteContext();

    private boolean extract(String parent, String state) {
        return propagation.extract(new String[] {parent, state, null}, context);
    }

    @ParameterizedTest
    @CsvSource({
        "00-" + TRACE + "-" + SPAN + "-01, 1",
        "00-" + TRACE + "-" + SPAN + "-00, 0",
        "00-" + TRACE + "-" + SPAN + "-03, 3",
        "00-" + TRACE + "-" + SPAN + "-ff, 3",
        "' 00-" + TRACE + "-" + SPAN + "-01\t', 1",
        "01-" + TRACE + "-" + SPAN + "-03, 1",
        "cc-" + TRACE + "-" + SPAN + "-01, 1",
        "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-will-be-like, 1",
        "fe-" + TRACE + "-" + SPAN + "-00-, 0"
    })
    void rightParents(String parent, int flags) {
        assertThat(extract(parent, null)).isTrue();
        assertThat(Hex.traceId(context.traceHi, context.traceLo)).isEqualTo(TRACE);
        assertThat(Hex.spanId(context.spanId)).isEqualTo(SPAN);
        assertThat(context.flags).isEqualTo((byte) flags);
        assertThat(context.sampledKnown).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01.",
                "00-" + TRACE + "-" + SPAN + "-01-what",
                "cc-" + TRACE + "-" + SPAN + "-01.what",
                "cc-" + TRACE + "-" + SPAN + "-0100",
                ".0-" + TRACE + "-" + SPAN + "-01",
                "0.-" + TRACE + "-" + SPAN + "-01",
                "000-" + TRACE + "-" + SPAN + "-01",
                "0000-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-1234567890123456789012345678901A-" + SPAN + "-01",
                "00-.2345678901234567890123456789012-" + SPAN + "-01",
                "00-123456789012345678901234567890123-" + SPAN + "-01",
                "00-1234567890123456789012345678901-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-123456789012345A-01",
                "00-" + TRACE + "-.234567890123456-01",
                "00-" + TRACE + "-12345678901234567-01",
                "00-" + TRACE + "-123456789012345-01",
                "00-" + TRACE + "-" + SPAN + "-.0",
                "00-" + TRACE + "-" + SPAN + "-0.",
                "00-" + TRACE + "-" + SPAN + "-0A",
                "00-" + TRACE + "-" + SPAN + "-001",
                "00-" + TRACE + "-" + SPAN + "-1",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "_" + SPAN + "-01",
                "00 " + TRACE + "-" + SPAN + "-01",
                "00-\u0661234567890123456789012345678901-" + SPAN + "-01",
                "                                                       "
            })
    void wrongParents(String parent) {
        assertThat(extract(parent, "foo=1")).isFalse();
        assertThat(context.spanId).isZero();
        assertThat(context.traceState).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo=1",
                "foo=1,bar=2",
                "foo=1 , bar=2",
                "foo=1,\tbar=2",
                "foo=1,,,bar=2,",
                "0foo=1",
                "fw529a3039@dt=FfAzbTYt",
                "0@v=1",
                "foo= 1",
                "azzzzzzzzzzz0123456789_-*/=!\"#$%&'()*+-./:;<>?@[\\]^_`{|}~",
                " foo=1"
            })
    void rightStatesArePassedOnAsTheyAre(String state) {
        assertThat(extract(GOOD, state)).isTrue();
        assertThat(context.traceState).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                " ",
                "foo",
                "foo=,bar=3",
                "foo =1",
                "FOO=1",
                "foo.bar=1",
                "foo@=1,bar=2",
                "@foo=1,bar=2",
                "foo@@bar=1",
                "foo@bar@baz=1,bar=2",
                "foo=bar=baz",
                "foo=\u00e9",
                "foo=a\tb",
                "=1",
                "*foo=1",
                "foo=1,b\r\nar=2"
            })
    void wrongStatesAreLeftOut(String state) {
        assertThat(extract(GOOD, state)).isTrue();
        assertThat(context.traceState).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "256, 0, 256, 1, true",
        "257, 0, 1, 1, false",
        "241, 14, 1, 1, true",
        "242, 14, 1, 1, false",
        "241, 15, 1, 1, false",
        "1, 0, 257, 1, false",
        "3, 0, 1, 32, true",
        "3, 0, 1, 33, false",
        "200, 0, 200, 32, false"
    })
    void limitsOfStates(int keyLength, int systemLength, int valueLength, int members, boolean right) {
        StringBuilder state = new StringBuilder();
        for (int i = 0; i < members; i++) {
            state.append(i == 0 ? "" : ",").append("t".repeat(keyLength));
            state.append(systemLength == 0 ? "" : "@" + "v".repeat(systemLength));
            state.append('=').append("x".repeat(valueLength));
        }
        assertThat(extract(GOOD, state.toString())).isTrue();
        assertThat(context.traceState).isEqualTo(right ? state.toString() : null);
    }

    @ParameterizedTest
    @CsvSource({
        "'key1=value1,key2 = value2 ; property1', true",
        "'userId=Am%C3%A9lie', true",
        "'a=', true",
        "'nothing', false",
        "'=x', false",
        "'a=\u00e9', false",
        "'a=b\r\nc=d', false"
    })
    void baggage(String baggage, boolean right) {
        assertThat(propagation.extract(new String[] {null, null, baggage}, context))
                .isFalse();
        assertThat(context.baggage).isEqualTo(right ? baggage : null);
        assertThat(propagation.extract(new String[] {GOOD, null, baggage}, context))
                .isTrue();
        assertThat(context.baggage).isEqualTo(right ? baggage : null);
    }

    @Test
    void hugeHeadersAreLeftOut() {
        String huge = "a=" + "x".repeat(100_000);
        assertThat(extract(GOOD + "-" + "x".repeat(100_000), huge)).isFalse();
        assertThat(extract(" ".repeat(100_000) + GOOD, huge)).isFalse();
        assertThat(propagation.extract(new String[] {GOOD, huge, huge}, context))
                .isTrue();
        assertThat(context.traceState).isNull();
        assertThat(context.baggage).isNull();
        assertThat(propagation.extract(new String[] {GOOD, null, "a=" + "x".repeat(8190)}, context))
                .isTrue();
        assertThat(context.baggage).hasSize(8192);
    }

    @Test
    void whatIsInjectedIsExtracted() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] pairs = new String[propagation.injectCapacity()];
        for (int i = 0; i < 1000; i++) {
            long hi = random.nextInt(10) == 0 ? 0 : random.nextLong();
            long lo = random.nextLong() | 1;
            long span = random.nextLong() | 1;
            byte flags = (byte) random.nextInt(4);
            assertThat(propagation.inject(hi, lo, span, flags, "a=1", "b=2", pairs, new HeaderRoom()))
                    .isEqualTo(6);
            assertThat(pairs).containsSequence("tracestate", "a=1", "baggage", "b=2");
            assertThat(pairs[0]).isEqualTo("traceparent");
            assertThat(propagation.extract(new String[] {pairs[1], pairs[3], pairs[5]}, context))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(context).usingRecursiveComparison().isEqualTo(expected(hi, lo, span, flags));
        }
        assertThat(propagation.inject(1, 2, 3, (byte) 1, null, null, pairs, new HeaderRoom()))
                .isEqualTo(2);
        assertThat(pairs[1]).isEqualTo("00-00000000000000010000000000000002-0000000000000003-01");
    }

    private static RemoteContext expected(long hi, long lo, long span, byte flags) {
        RemoteContext expected = new RemoteContext();
        expected.traceHi = hi;
        expected.traceLo = lo;
        expected.spanId = span;
        expected.flags = flags;
        expected.sampledKnown = true;
        expected.traceState = "a=1";
        expected.baggage = "b=2";
        return expected;
    }

    @Test
    void garbageNeverThrows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Propagation all = Propagation.of(List.of("b3", "tracecontext", "b3multi", "baggage"), new ArrayList<>());
        String alphabet = "0123456789abcdefgAF-=,@ \t;\u00e9\0";
        String[] values = new String[all.requestHeaders().length];
        for (int i = 0; i < 20_000; i++) {
            for (int v = 0; v < values.length; v++) {
                StringBuilder text = new StringBuilder(random.nextBoolean() ? GOOD.substring(random.nextInt(55)) : "");
                for (int c = random.nextInt(70); c > 0; c--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                values[v] = random.nextInt(4) == 0 ? null : text.toString();
            }
            boolean found = all.extract(values, context);
            assertThat(found).as("seed %d: %s", seed, Arrays.toString(values)).isEqualTo(context.spanId != 0);
        }
    }

    /** A server's bytes are read as its string would be; they are other bytes at the next request. */
    @Test
    void aViewOfBytesIsReadLikeAString() {
        byte[] bytes = ("xx" + GOOD + "yy").getBytes(StandardCharsets.ISO_8859_1);
        Latin1View view = new Latin1View().over(bytes, 2, GOOD.length());

        RemoteContext expected = new RemoteContext();
        assertThat(propagation.extract(new CharSequence[] {GOOD, null, null}, expected))
                .isTrue();
        assertThat(propagation.extract(new CharSequence[] {view, null, null}, context))
                .isTrue();
        assertThat(context).usingRecursiveComparison().isEqualTo(expected);
        assertThat(view).hasToString(GOOD);
        assertThat(propagation.extract(new CharSequence[] {view.over(bytes, 1, GOOD.length()), null, null}, context))
                .isFalse();
        assertThatThrownBy(() -> view.charAt(GOOD.length())).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
