package io.perfagent.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanonicalFormTest {
    private final Normaliser normaliser = new Normaliser(Map.of(41234L, "app-port"));

    @Test
    void treesDoNotDependOnTheOrderOfArrival() {
        List<ReceivedSpan> spans = new ArrayList<>(List.of(
                span("server", 1, 9, attribute("url.path", "/a")),
                span("query", 2, 1),
                span("query", 3, 1, attribute("db.query.text", "x")),
                span("inner", 4, 3)));
        String expected = facts(spans).toString();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(spans, random);
            assertThat(facts(spans)).hasToString(expected);
        }
        assertThat(facts(spans))
                .contains(
                        "g/s: SERVER server",
                        "g/s: SERVER server | @url.path=\"/a\"",
                        "g/s: SERVER server > SERVER query",
                        "g/s: SERVER server > SERVER query #2");
    }

    @Test
    void aParentThatIsNotTheCallerIsAFact() {
        assertThat(facts(List.of(span("orphan", 1, 8), span("root", 2, 0), span("child of caller", 3, 9))))
                .contains("g/s: SERVER orphan | parent=\"not received\"", "g/s: SERVER root | parent=\"none\"")
                .noneMatch(fact -> fact.startsWith("g/s: SERVER child of caller | parent"));
    }

    @Test
    void statusEventsAndTypesAreFacts() {
        Span.Builder failed = span("x", 1, 9, attribute("code", "500")).span().toBuilder();
        failed.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        failed.addAttributes(integer("number", 500));
        failed.addEvents(Span.Event.newBuilder()
                .setName("exception")
                .addAttributes(attribute("exception.type", "java.lang.X"))
                .addAttributes(attribute("exception.stacktrace", "at ...")));

        assertThat(facts(List.of(received(failed.build()))))
                .contains(
                        "g/s: SERVER x | status=\"ERROR\"",
                        "g/s: SERVER x | @code=\"500\"",
                        "g/s: SERVER x | @number=500",
                        "g/s: SERVER x | event exception @exception.type=\"java.lang.X\"",
                        "g/s: SERVER x | event exception @exception.stacktrace=\"<string>\"");
    }

    @Test
    void portsAreNamedAndVersionsOfTheJdkLeftOut() {
        Span.Builder span = span("GET localhost:41234", 1, 9).span().toBuilder();
        span.addAttributes(integer("server.port", 41234));
        span.addAttributes(integer("network.peer.port", 55555));
        span.addAttributes(integer("http.response.status_code", 41234));
        span.addAttributes(attribute("url.full", "http://localhost:41234/a"));
        span.addAttributes(attribute("user_agent.original", "Java-http-client/17.0.15"));
        span.addAttributes(integer("thread.id", 12));

        String name = "g/s: SERVER GET localhost:<app-port>";
        assertThat(facts(List.of(received(span.build()))))
                .contains(
                        name + " | @server.port=\"<app-port>\"",
                        name + " | @network.peer.port=\"<port>\"",
                        name + " | @http.response.status_code=41234",
                        name + " | @url.full=\"http://localhost:<app-port>/a\"",
                        name + " | @user_agent.original=\"Java-http-client/<jdk>\"",
                        name + " | @thread.id=\"<int>\"");
    }

    @Test
    void cumulativeCountsAreTheLastAndDeltaCountsTheSumOverScopes() {
        for (boolean delta : new boolean[] {false, true}) {
            List<ReceivedMetric> exports = List.of(calls("a", 2, delta), calls("a", 5, delta), calls("b", 10, delta));
            JsonObject shapes = new MetricShapes(normaliser).of(exports);

            assertThat(Facts.of(Map.of("metrics", shapes)))
                    .contains(
                            "metrics/http.client.request.duration: | bounds=[1.0,2.0]",
                            "metrics/http.client.request.duration: | unit=\"s\"",
                            "metrics/http.client.request.duration: | temporality=\"" + (delta ? "DELTA" : "CUMULATIVE")
                                    + "\"",
                            "metrics/http.client.request.duration: | point {\"error.type\":\"500\"} count="
                                    + (delta ? 17 : 15));
        }
    }

    @Test
    void whatIsWrittenIsReadBack(@TempDir Path directory) {
        Map<String, JsonElement> files = Map.of("g", object("s", new SpanTrees(normaliser, "", List.of()).roots()));

        Golden.write(directory, files);

        assertThat(Golden.read(directory)).isEqualTo(files);
    }

    private java.util.SortedSet<String> facts(List<ReceivedSpan> spans) {
        return Facts.of(Map.of("g", object("s", new SpanTrees(normaliser, hex(9), spans).roots())));
    }

    private static JsonObject object(String key, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(key, value);
        return object;
    }

    private static ReceivedMetric calls(String scope, int count, boolean delta) {
        HistogramDataPoint point = HistogramDataPoint.newBuilder()
                .setCount(count)
                .addAllExplicitBounds(List.of(1.0, 2.0))
                .addAttributes(attribute("error.type", "500"))
                .build();
        Metric metric = Metric.newBuilder()
                .setName("http.client.request.duration")
                .setUnit("s")
                .setHistogram(Histogram.newBuilder()
                        .setAggregationTemporality(
                                delta
                                        ? AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA
                                        : AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                        .addDataPoints(point))
                .build();
        return new ReceivedMetric(
                Resource.getDefaultInstance(),
                InstrumentationScope.newBuilder().setName(scope).build(),
                metric);
    }

    private static ReceivedSpan span(String name, int id, int parent, KeyValue... attributes) {
        Span.Builder span = Span.newBuilder()
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setSpanId(id(id))
                .addAllAttributes(List.of(attributes));
        return received(
                parent == 0 ? span.build() : span.setParentSpanId(id(parent)).build());
    }

    private static ReceivedSpan received(Span span) {
        return new ReceivedSpan(Resource.getDefaultInstance(), InstrumentationScope.getDefaultInstance(), span);
    }

    private static ByteString id(int id) {
        return ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) id});
    }

    private static String hex(int id) {
        return String.format("%016x", id);
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue integer(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
