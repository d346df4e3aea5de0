package io.perfagent.export.console;

import io.perfagent.export.ExportResult;
import io.perfagent.export.Exporter;
import io.perfagent.export.Signal;
import io.perfagent.export.proto.ProtoReader;
import java.io.PrintStream;

/**
 * Prints one line for each span, metric point, event and profile, for people to read:
 *
 * <pre>
 * span SERVER GET /owners/{id} 12.345ms trace=0af7651916cd43dd8448eb211c80319c span=b7ad6b7169203331 http.route=/owners/{id}
 * metric http.server.request.duration count=3 sum=0.12 min=0.01 max=0.08 s http.request.method=GET
 * profile cpu stacks=120 total=503000000 nanoseconds 5.012s
 * event WARN perf_agent.dropped "buffer full" count=3
 * </pre>
 */
public final class ConsoleExporter implements Exporter {
    private final PrintStream stream;

    public ConsoleExporter(PrintStream stream) {
        this.stream = stream;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public ExportResult export(Signal signal, byte[] request, int sizeBytes, int items, long deadlineNanos) {
        try {
            // Request, resource, scope: the same three levels for every signal.
            ProtoReader resources = new ProtoReader().reset(request, 0, sizeBytes);
            ProtoReader scopes = new ProtoReader();
            ProtoReader entries = new ProtoReader();
            while (resources.next()) {
                scopes.reset(request, resources.start(), resources.end());
                while (resources.field() == 1 && scopes.next()) {
                    if (scopes.field() == 2) {
                        entries.reset(request, scopes.start(), scopes.end());
                        while (entries.next()) {
                            if (entries.field() == 2) {
                                print(signal, request, sizeBytes, entries.start(), entries.end());
                            }
                        }
                    }
                }
            }
            stream.flush();
            return ExportResult.SUCCESS;
        } catch (RuntimeException e) {
            return ExportResult.unreachable("console: " + e.getClass().getSimpleName());
        }
    }

    private void print(Signal signal, byte[] data, int size, int from, int to) {
        switch (signal) {
            case TRACES:
                stream.println(TelemetryLines.span(data, from, to));
                break;
            case METRICS:
                MetricLines.print(stream, data, from, to);
                break;
            case LOGS:
                stream.println(TelemetryLines.event(data, from, to));
                break;
            case PROFILES:
                stream.println(ProfileLines.profile(data, size, from, to));
                break;
        }
    }

    @Override
    public void close() {
        stream.flush();
    }
}
