package io.perfagent.start.host;

import io.perfagent.config.AgentSettings;
import io.perfagent.config.Config;
import io.perfagent.config.ExporterSettings;
import io.perfagent.config.Setting;
import io.perfagent.config.TelemetrySettings;
import io.perfagent.export.Clock;
import io.perfagent.export.Console;
import io.perfagent.export.EventQueue;
import io.perfagent.export.ExportWaiter;
import io.perfagent.export.Exporter;
import io.perfagent.export.Exporters;
import io.perfagent.export.Pipeline;
import io.perfagent.export.PipelineSettings;
import io.perfagent.export.Resource;
import io.perfagent.export.Signal;
import io.perfagent.export.console.ConsoleExporter;
import io.perfagent.export.file.FileExporter;
import io.perfagent.export.otlp.Compression;
import io.perfagent.export.otlp.OtlpExporter;
import io.perfagent.export.otlp.OtlpSettings;
import io.perfagent.export.otlp.Protocol;
import io.perfagent.instrument.family.Telemetry;
import java.io.File;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the way out, from the settings. Not for the application's start: it loads the exporters. */
public final class Exporting {
    private static final long SHUTDOWN_FLUSH_MILLIS = 3_000;

    private final Config config;
    private final Console console;
    private final ExportWaiter waiter = new ExportWaiter();
    private final String version;
    private @Nullable Exporter otlp;
    private @Nullable Exporter file;
    private @Nullable Exporter lines;

    public Exporting(Config config, Console console, String version) {
        this.config = config;
        this.console = console;
        this.version = version;
    }

    public Pipeline make(Resource resource, Telemetry telemetry, EventQueue events) {
        Exporters exporters = new Exporters();
        add(exporters, Signal.TRACES, ExporterSettings.TRACES_EXPORTER);
        add(exporters, Signal.METRICS, ExporterSettings.METRICS_EXPORTER);
        add(exporters, Signal.LOGS, ExporterSettings.LOGS_EXPORTER);
        add(exporters, Signal.PROFILES, ExporterSettings.PROFILES_EXPORTER);
        PipelineSettings settings = new PipelineSettings(
                config.millis(TelemetrySettings.SPAN_SCHEDULE_DELAY),
                config.number(TelemetrySettings.SPAN_BATCH_SIZE),
                config.millis(TelemetrySettings.METRIC_INTERVAL),
                config.millis(TelemetrySettings.SPAN_EXPORT_TIMEOUT),
                SHUTDOWN_FLUSH_MILLIS);
        return new Pipeline(
                settings,
                resource,
                version,
                exporters,
                exporters.none(Signal.TRACES) ? null : telemetry.tracing.ring(),
                exporters.none(Signal.METRICS) ? null : telemetry.metrics,
                events,
                Clock.SYSTEM,
                console,
                waiter);
    }

    private void add(Exporters exporters, Signal signal, Setting<List<String>> setting) {
        if (config.bool(TelemetrySettings.SDK_DISABLED)) {
            return;
        }
        for (String name : config.list(setting)) {
            if (name.equals("otlp")) {
                exporters.add(signal, otlp());
            } else if (name.equals("file") || name.equals("otlp_file")) {
                exporters.add(signal, file());
            } else if (name.equals("console") || name.equals("logging")) {
                exporters.add(signal, lines());
            }
        }
    }

    private Exporter file() {
        Exporter known = file;
        if (known == null) {
            String path = config.text(AgentSettings.FILE);
            String directory = config.dataDirectory();
            if (path.isEmpty()) {
                path = directory == null ? "telemetry.jsonl" : directory + File.separator + "telemetry.jsonl";
            }
            known = new FileExporter(path, FileExporter.DEFAULT_MAX_SIZE_BYTES, console);
            file = known;
        }
        return known;
    }

    private Exporter lines() {
        Exporter known = lines;
        if (known == null) {
            known = new ConsoleExporter(System.err);
            lines = known;
        }
        return known;
    }

    Exporter otlp() {
        Exporter known = otlp;
        if (known == null) {
            OtlpSettings.Builder builder = OtlpSettings.builder();
            set(builder, null, ExporterSettings.ALL);
            set(builder, Signal.TRACES, ExporterSettings.TRACES);
            set(builder, Signal.METRICS, ExporterSettings.METRICS);
            set(builder, Signal.LOGS, ExporterSettings.LOGS);
            set(builder, Signal.PROFILES, ExporterSettings.PROFILES);
            OtlpSettings settings = builder.build();
            for (String header : settings.refusedHeaders()) {
                console.line("the export header ".concat(header).concat(" cannot be sent and is left out"));
            }
            known = new OtlpExporter(settings, version, Clock.SYSTEM, waiter);
            otlp = known;
        }
        return known;
    }

    private void set(OtlpSettings.Builder builder, @Nullable Signal signal, ExporterSettings.Otlp from) {
        if (config.isSet(from.endpoint)) {
            builder.endpoint(signal, config.text(from.endpoint));
        }
        if (config.isWritten(from.headers)) {
            builder.ownHeaders(signal);
        }
        for (Map.Entry<String, String> header : config.map(from.headers).entrySet()) {
            builder.header(signal, header.getKey(), header.getValue());
        }
        if (config.isSet(from.timeout)) {
            builder.timeoutMillis(signal, (int) config.millis(from.timeout));
        }
        String compression = config.text(from.compression);
        if (compression.equals("gzip")) {
            builder.compression(signal, Compression.GZIP);
        } else if (compression.equals("none")) {
            builder.compression(signal, Compression.NONE);
        } else if (compression.equals("auto")) {
            builder.compression(signal, Compression.AUTO); // of a signal: whatever is set for all
        }
        if (config.isSet(from.protocol)) {
            builder.protocol(signal, protocol(config.text(from.protocol)));
        }
        if (config.isSet(from.insecure)) {
            builder.insecure(signal, config.bool(from.insecure));
        }
        if (config.isSet(from.certificate)) {
            builder.certificateFile(signal, config.text(from.certificate));
        }
        if (config.isSet(from.clientKey)) {
            builder.clientKeyFile(signal, config.text(from.clientKey));
        }
        if (config.isSet(from.clientCertificate)) {
            builder.clientCertificateFile(signal, config.text(from.clientCertificate));
        }
    }

    private static Protocol protocol(String name) {
        if (name.equals("grpc")) {
            return Protocol.GRPC;
        }
        return name.equals("http/json") ? Protocol.JSON : Protocol.PROTOBUF;
    }
}
