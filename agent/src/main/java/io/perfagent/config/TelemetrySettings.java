package io.perfagent.config;

import java.util.List;
import java.util.Map;

/** What is recorded, under which name, how much of it and how often it leaves. */
public final class TelemetrySettings {
    private static final int MOST = Integer.MAX_VALUE;
    private static final long DAY = 86_400_000;

    public static final Setting<String> SERVICE_NAME = Setting.text("OTEL_SERVICE_NAME", "")
            .essential()
            .defaultText("`service.name` of the resource attributes, else `unknown_service:java`")
            .about("The name of the service in all telemetry.")
            .example("shop");

    public static final Setting<Map<String, String>> RESOURCE_ATTRIBUTES = Setting.map("OTEL_RESOURCE_ATTRIBUTES")
            .essential()
            .defaultText("none")
            .about("Attributes of the process in all telemetry; values are percent-encoded.")
            .example("service.version=1.4,deployment.environment.name=prod");

    public static final Setting<Boolean> SDK_DISABLED = Setting.bool("OTEL_SDK_DISABLED", false)
            .about("When true, nothing is recorded or exported; context is still passed on.");

    public static final Setting<Boolean> JAVAAGENT_ENABLED = Setting.bool("OTEL_JAVAAGENT_ENABLED", true)
            .about("When false, nothing is woven. `PERF_AGENT_ENABLED` costs less.");

    public static final Setting<String> SAMPLER = Setting.choice(
                    "OTEL_TRACES_SAMPLER",
                    "parentbased_always_on",
                    "always_on",
                    "always_off",
                    "traceidratio",
                    "parentbased_always_on",
                    "parentbased_always_off",
                    "parentbased_traceidratio")
            .essential()
            .about("Which traces are recorded. `parentbased_` follows the caller's decision where there is one. Metrics"
                    + " count every call whatever is sampled.")
            .cost("Every span that is recorded is also sent.")
            .example("parentbased_traceidratio");

    public static final Setting<Double> SAMPLER_ARG = Setting.fraction("OTEL_TRACES_SAMPLER_ARG", 1.0)
            .essential()
            .about("The share of traces that `traceidratio` records.")
            .example("0.1");

    public static final Setting<List<String>> PROPAGATORS = Setting.list(
                    "OTEL_PROPAGATORS",
                    List.of("tracecontext", "baggage"),
                    "tracecontext",
                    "baggage",
                    "b3",
                    "b3multi",
                    "none")
            .about("Which headers carry the trace between processes.");

    public static final Setting<Long> SPAN_SCHEDULE_DELAY = Setting.millis("OTEL_BSP_SCHEDULE_DELAY", 5_000, 1, DAY)
            .about("How long a finished span waits for others before it is sent.");

    public static final Setting<Integer> SPAN_QUEUE_SIZE = Setting.number("OTEL_BSP_MAX_QUEUE_SIZE", 2048, 1, 1 << 20)
            .unit("spans")
            .about("How many finished spans may wait. Spans beyond it are dropped and counted.")
            .cost("Up to about 2 KiB a span, within `PERF_AGENT_SPAN_BUFFER_MEMORY`.");

    public static final Setting<Integer> SPAN_BATCH_SIZE = Setting.number(
                    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1, 1 << 16)
            .rare()
            .unit("spans")
            .about("How many spans are sent in one request.");

    public static final Setting<Long> SPAN_EXPORT_TIMEOUT = Setting.millis("OTEL_BSP_EXPORT_TIMEOUT", 30_000, 1, DAY)
            .rare()
            .about("How long sending one batch may take, with all its retries.");

    public static final Setting<Long> METRIC_INTERVAL = Setting.millis("OTEL_METRIC_EXPORT_INTERVAL", 60_000, 100, DAY)
            .about("How often metrics are sent.")
            .cost("Every export goes through all histograms.");

    public static final Setting<String> TEMPORALITY = Setting.choice(
                    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative", "cumulative", "delta")
            .about("Whether metrics count from the start (`cumulative`) or from the last export (`delta`).");

    public static final Setting<String> HISTOGRAM_AGGREGATION = Setting.choice(
                    "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
                    "explicit_bucket_histogram",
                    "explicit_bucket_histogram",
                    "base2_exponential_bucket_histogram")
            .about("The form in which histograms are sent.")
            .cost("The exponential form is larger and more exact.");

    public static final Setting<String> EXEMPLAR_FILTER = Setting.choice(
                    "OTEL_METRICS_EXEMPLAR_FILTER", "trace_based", "trace_based", "always_off")
            .rare()
            .about("Which measurements may be kept as examples with their trace.");

    public static final Setting<Integer> CARDINALITY_LIMIT = Setting.number(
                    "OTEL_JAVA_METRICS_CARDINALITY_LIMIT", 2000, 2, 1_000_000)
            .rare()
            .unit("attribute sets")
            .about("How many attribute sets a metric may have. Those beyond it are counted together, marked"
                    + " `otel.metric.overflow`.")
            .cost("Up to 2 KiB for each that is used, within `PERF_AGENT_HISTOGRAM_MEMORY`.");

    public static final Setting<Integer> ATTRIBUTE_LENGTH = Setting.number(
                    "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", MOST, 0, MOST)
            .rare()
            .unit("characters")
            .defaultText("no limit but the agent's own, 32 KiB")
            .about("Longer attribute values are cut.");

    public static final Setting<List<String>> SEMCONV_OPT_IN = Setting.list("OTEL_SEMCONV_STABILITY_OPT_IN", List.of())
            .property("otel.semconv-stability.opt-in")
            .rare()
            .defaultText("none")
            .about("Accepted, without effect: the stable semantic conventions are always used.");

    private TelemetrySettings() {}

    static Setting<?>[] all() {
        return new Setting<?>[] {
            SERVICE_NAME,
            RESOURCE_ATTRIBUTES,
            SDK_DISABLED,
            JAVAAGENT_ENABLED,
            SAMPLER,
            SAMPLER_ARG,
            PROPAGATORS,
            SPAN_SCHEDULE_DELAY,
            SPAN_QUEUE_SIZE,
            SPAN_BATCH_SIZE,
            SPAN_EXPORT_TIMEOUT,
            METRIC_INTERVAL,
            TEMPORALITY,
            HISTOGRAM_AGGREGATION,
            EXEMPLAR_FILTER,
            CARDINALITY_LIMIT,
            ATTRIBUTE_LENGTH,
            SEMCONV_OPT_IN
        };
    }
}
