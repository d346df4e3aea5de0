package io.perfagent.export.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.ResourceProfiles;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.ScopeProfiles;
import io.opentelemetry.proto.profiles.v1development.ValueType;
import io.perfagent.export.ExportResult.Status;
import io.perfagent.export.Requests;
import io.perfagent.export.Resource;
import io.perfagent.export.Signal;
import io.perfagent.export.metric.MetricWriter;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.export.proto.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsoleExporterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ConsoleExporter exporter = new ConsoleExporter(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private String[] lines() {
        return bytes.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
    }

    @Test
    void aSpanIsOneLine() {
        byte[] request = Requests.span("v");
        assertThat(exporter.export(Signal.TRACES, request, request.length, 1, 0).status())
                .isEqualTo(Status.SUCCESS);
        assertThat(lines())
                .containsExactly("span SERVER GET /owners/{id} 12.045ms trace=0af7651916cd43dd8448eb211c80319c"
                        + " span=b7ad6b7169203331 parent=00f067aa0ba902b7 status=ERROR \"no [2J\""
                        + " text=v list=[7, true]");
    }

    @Test
    void anEventIsOneLine() {
        byte[] request = Requests.event();
        exporter.export(Signal.LOGS, request, request.length, 1, 0);
        assertThat(lines()).containsExactly("event WARN perf_agent.test \"all is well\" ratio=0.5");
    }

    @Test
    void aMetricPointIsOneLine() {
        ProtoWriter out = new ProtoWriter(16, 10_000);
        MetricWriter writer = new MetricWriter(out);
        byte[] attributes = new AttributeBytes().put("m", "GET").toBytes();
        writer.begin(Resource.of(new AttributeBytes()).encoded());
        writer.scope("s", "1");
        writer.histogram("duration", "s", "", true);
        writer.histogramPoint(
                attributes, attributes.length, 1, 2, 3, 1.5, 0.25, 0.75, new double[] {1}, new long[] {3, 0}, null);
        writer.expHistogram("exp", "", "", true);
        writer.expHistogramPoint(
                attributes, attributes.length, 1, 2, 3, 1.5, 0.25, 0.75, 1, 0, 0, new long[] {3}, 1, null);
        writer.sum("count", "{call}", "", true, true);
        writer.longPoint(attributes, attributes.length, 1, 2, -4);
        writer.doublePoint(attributes, 0, 1, 2, 0.5);
        writer.end();
        exporter.export(Signal.METRICS, out.array(), out.size(), 4, 0);
        assertThat(lines())
                .containsExactly(
                        "metric duration count=3 sum=1.5 min=0.25 max=0.75 s m=GET",
                        "metric exp count=3 sum=1.5 min=0.25 max=0.75 m=GET",
                        "metric count -4 {call} m=GET",
                        "metric count 0.5 {call}");
    }

    @Test
    void aProfileIsOneLine() {
        byte[] request = ExportProfilesServiceRequest.newBuilder()
                .addResourceProfiles(ResourceProfiles.newBuilder()
                        .addScopeProfiles(ScopeProfiles.newBuilder()
                                .addProfiles(Profile.newBuilder()
                                        .setSampleType(ValueType.newBuilder()
                                                .setTypeStrindex(2)
                                                .setUnitStrindex(1))
                                        .addSamples(Sample.newBuilder()
                                                .addValues(300)
                                                .addValues(5))
                                        .addSamples(Sample.newBuilder().addValues(1))
                                        .setDurationNano(5_012_999_999L))))
                .setDictionary(ProfilesDictionary.newBuilder()
                        .addStringTable("")
                        .addStringTable("nanoseconds")
                        .addStringTable("cpu"))
                .build()
                .toByteArray();
        exporter.export(Signal.PROFILES, request, request.length, 1, 0);
        assertThat(lines()).containsExactly("profile cpu stacks=2 total=306 nanoseconds 5.012s");
    }

    @Test
    void damagedRequestsDoNotThrow() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] request = Requests.span("v");
            for (int k = 0; k < 4; k++) {
                request[random.nextInt(request.length)] = (byte) random.nextInt();
            }
            for (Signal signal : Signal.values()) {
                assertThat(exporter.export(signal, request, request.length, 1, 0)
                                .status())
                        .isIn(Status.SUCCESS, Status.UNREACHABLE);
            }
        }
    }
}
