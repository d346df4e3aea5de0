package io.perfagent.config;

import java.util.List;
import java.util.Map;

/** Where telemetry goes, and how. */
public final class ExporterSettings {
    public static final Setting<List<String>> TRACES_EXPORTER = exporter("TRACES");
    public static final Setting<List<String>> METRICS_EXPORTER = exporter("METRICS");
    public static final Setting<List<String>> LOGS_EXPORTER = exporter("LOGS");

    public static final Setting<List<String>> PROFILES_EXPORTER = Setting.list(
                    "OTEL_PROFILES_EXPORTER", List.of("none"), "otlp", "console", "file", "none")
            .about(
                    "Ways out for the profiles that are taken on demand, by schedule or for a cause, besides their files."
                            + " OTLP for profiles is in development: the receiver must take the messages of"
                            + " opentelemetry-proto 1.10 or 1.11 at `/v1development/profiles`.")
            .cost("Up to 16 MiB of memory for each profile that waits, four at most.")
            .example("otlp");

    /** OTLP for all signals. */
    public static final Otlp ALL = new Otlp("", "all signals");

    /** OTLP for traces alone; what is not set here is as {@link #ALL} has it. */
    public static final Otlp TRACES = new Otlp("TRACES_", "traces");

    /** OTLP for metrics alone; what is not set here is as {@link #ALL} has it. */
    public static final Otlp METRICS = new Otlp("METRICS_", "metrics");

    /** OTLP for logs alone; what is not set here is as {@link #ALL} has it. */
    public static final Otlp LOGS = new Otlp("LOGS_", "logs");

    /** OTLP for profiles alone; what is not set here is as {@link #ALL} has it. */
    public static final Otlp PROFILES = new Otlp("PROFILES_", "profiles");

    private ExporterSettings() {}

    private static Setting<List<String>> exporter(String signal) {
        Setting<List<String>> setting = Setting.list(
                        "OTEL_".concat(signal).concat("_EXPORTER"), List.of("otlp"), "otlp", "console", "file", "none")
                .about("Ways out for ".concat(Keys.property(signal)).concat("; `none` for none."))
                .cost("`console` and `file` format every record as JSON.")
                .example("otlp,file");
        return signal.equals("LOGS") ? setting : setting.essential();
    }

    /** The OTLP exporter's settings for one signal, or for all. A signal's defaults mean: as for all signals. */
    public static final class Otlp {
        public final Setting<String> endpoint;
        public final Setting<String> protocol;
        public final Setting<Map<String, String>> headers;
        public final Setting<Long> timeout;
        public final Setting<String> compression;
        public final Setting<Boolean> insecure;
        public final Setting<String> certificate;
        public final Setting<String> clientKey;
        public final Setting<String> clientCertificate;

        private Otlp(String infix, String signal) {
            String prefix = "OTEL_EXPORTER_OTLP_".concat(infix);
            boolean all = infix.isEmpty();
            endpoint = Setting.text(prefix.concat("ENDPOINT"), all ? "http://localhost:4318" : "");
            endpoint.about(
                            all
                                    ? "URL of the collector, to which `/v1/traces` and so on is appended; with `grpc`"
                                            + " `http://localhost:4317` by default, and a path does not count."
                                    : "URL that ".concat(signal).concat(" are sent to; nothing is appended."))
                    .example(all ? "https://collector:4318" : "https://collector:4318/".concat(path(signal)));
            protocol = Setting.choice(
                    prefix.concat("PROTOCOL"), all ? "http/protobuf" : "", "http/protobuf", "http/json", "grpc");
            protocol.about("How ".concat(signal).concat(" are carried and encoded."))
                    .cost("`http/json` is several times larger and slower.");
            headers = Setting.map(prefix.concat("HEADERS")).secret();
            headers.about("Request headers, percent-encoded. Never printed.").example("api-key=abc%3D");
            timeout = Setting.millis(prefix.concat("TIMEOUT"), all ? 10_000 : 0, 1, 3_600_000);
            timeout.about("How long one attempt may take.");
            compression = Setting.choice(prefix.concat("COMPRESSION"), all ? "auto" : "", "auto", "gzip", "none");
            compression
                    .about("`auto`: none to an endpoint on this machine, gzip to any other.")
                    .cost("gzip takes CPU and saves about four fifths of the network.");
            insecure = Setting.bool(prefix.concat("INSECURE"), false);
            insecure.about("Whether a `grpc` endpoint without a scheme (`host:4317`) is spoken to without TLS.")
                    .rare();
            certificate = Setting.path(prefix.concat("CERTIFICATE"), "");
            certificate.about("PEM file of the certificates to trust instead of the JDK's.");
            clientKey = Setting.path(prefix.concat("CLIENT_KEY"), "");
            clientKey.about("PEM file (PKCS #8, not encrypted) of the client's key.");
            clientCertificate = Setting.path(prefix.concat("CLIENT_CERTIFICATE"), "");
            clientCertificate.about("PEM file of the client's certificate chain.");
            if (all) {
                endpoint.essential();
                headers.essential().defaultText("none");
                certificate.defaultText("none");
                clientKey.defaultText("none");
                clientCertificate.defaultText("none");
            } else {
                for (Setting<?> setting : settings()) {
                    setting.rare().defaultText("as for all signals");
                }
            }
        }

        private static String path(String signal) {
            return (signal.equals("profiles") ? "v1development/" : "v1/").concat(signal);
        }

        private Setting<?>[] settings() {
            return new Setting<?>[] {
                endpoint, protocol, headers, timeout, compression, insecure, certificate, clientKey, clientCertificate
            };
        }
    }

    static Setting<?>[] all() {
        Setting<?>[] all = new Setting<?>[49];
        all[0] = TRACES_EXPORTER;
        all[1] = METRICS_EXPORTER;
        all[2] = LOGS_EXPORTER;
        all[3] = PROFILES_EXPORTER;
        System.arraycopy(ALL.settings(), 0, all, 4, 9);
        System.arraycopy(TRACES.settings(), 0, all, 13, 9);
        System.arraycopy(METRICS.settings(), 0, all, 22, 9);
        System.arraycopy(LOGS.settings(), 0, all, 31, 9);
        System.arraycopy(PROFILES.settings(), 0, all, 40, 9);
        return all;
    }
}
