package io.perfagent.start.host;

import io.perfagent.config.AgentSettings;
import io.perfagent.config.Config;
import io.perfagent.config.ControlSettings;
import io.perfagent.config.ExporterSettings;
import io.perfagent.config.InstrumentationSettings;
import io.perfagent.config.TelemetrySettings;
import io.perfagent.instrument.family.HttpSettings;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.MetricSettings;
import io.perfagent.metric.Metrics;
import io.perfagent.trace.SpanRing;
import io.perfagent.trace.Tracing;
import io.perfagent.trace.UnixTime;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import java.util.List;
import java.util.Locale;

/** Makes what hooks record with, from the settings. */
public final class Telemetries {
    private static final int MAX_SIDE_ENTRIES = 1 << 16;

    private Telemetries() {}

    public static Telemetry make(Config config, Telemetry.Learning learning, List<String> problems, String version) {
        boolean spans =
                !config.bool(TelemetrySettings.SDK_DISABLED) && !isNone(config.list(ExporterSettings.TRACES_EXPORTER));
        Tracing tracing = new Tracing(
                Sampler.of(config.text(TelemetrySettings.SAMPLER), config.fraction(TelemetrySettings.SAMPLER_ARG)),
                Propagation.of(config.list(TelemetrySettings.PROPAGATORS), problems),
                new SpanRing(
                        config.number(TelemetrySettings.SPAN_QUEUE_SIZE),
                        config.bytes(AgentSettings.SPAN_BUFFER_MEMORY),
                        config.number(TelemetrySettings.SPAN_BATCH_SIZE)),
                new SideTable(MAX_SIDE_ENTRIES),
                spans,
                config.number(TelemetrySettings.ATTRIBUTE_LENGTH));
        Metrics metrics = new Metrics(new MetricSettings(
                config.number(TelemetrySettings.CARDINALITY_LIMIT),
                config.bytes(AgentSettings.HISTOGRAM_MEMORY),
                config.text(TelemetrySettings.TEMPORALITY).equalsIgnoreCase("delta"),
                config.text(TelemetrySettings.HISTOGRAM_AGGREGATION).startsWith("base2"),
                !config.text(TelemetrySettings.EXEMPLAR_FILTER).equalsIgnoreCase("always_off"),
                UnixTime.now()));
        HttpSettings http = new HttpSettings(
                config.list(InstrumentationSettings.KNOWN_METHODS),
                config.list(AgentSettings.IGNORE_URLS),
                config.list(InstrumentationSettings.SERVER_REQUEST_HEADERS),
                config.list(InstrumentationSettings.SERVER_RESPONSE_HEADERS),
                config.list(InstrumentationSettings.CLIENT_REQUEST_HEADERS),
                config.list(InstrumentationSettings.CLIENT_RESPONSE_HEADERS),
                config.text(ControlSettings.DEADLINE_HEADER).trim().toLowerCase(Locale.ROOT));
        Telemetry telemetry = new Telemetry(
                tracing, metrics, http, learning, config.bool(InstrumentationSettings.QUERY_SANITIZATION), version);
        Telemetry.install(telemetry);
        if (!config.text(AgentSettings.CACHE).equals("off")) {
            CacheChoices.install(config, problems);
        }
        return telemetry;
    }

    static boolean isNone(List<String> exporters) {
        return exporters.isEmpty() || exporters.contains("none");
    }
}
