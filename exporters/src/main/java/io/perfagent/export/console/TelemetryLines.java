package io.perfagent.export.console;

import io.perfagent.export.proto.ProtoReader;
import java.nio.charset.StandardCharsets;

/** Spans and events as lines of text, and attributes as {@code key=value}. */
final class TelemetryLines {
    private static final String[] KINDS = {"UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"};
    private static final String[] STATUSES = {"UNSET", "OK", "ERROR"};
    private static final int MAX_DEPTH = 8;

    private TelemetryLines() {}

    static String span(byte[] data, int from, int to) {
        String name = "";
        String trace = "";
        String id = "";
        String parent = "";
        String status = "";
        long kind = 0;
        long start = 0;
        long end = 0;
        StringBuilder attributes = new StringBuilder();
        ProtoReader span = new ProtoReader().reset(data, from, to);
        while (span.next()) {
            switch (span.field()) {
                case 1:
                    trace = hex(data, span);
                    break;
                case 2:
                    id = hex(data, span);
                    break;
                case 4:
                    parent = hex(data, span);
                    break;
                case 5:
                    name = text(data, span);
                    break;
                case 6:
                    kind = span.value();
                    break;
                case 7:
                    start = span.value();
                    break;
                case 8:
                    end = span.value();
                    break;
                case 9:
                    attribute(attributes, data, span);
                    break;
                case 15:
                    status = status(data, span);
                    break;
                default:
                    break;
            }
        }
        StringBuilder line =
                new StringBuilder("span ").append(KINDS[index(kind, KINDS)]).append(' ');
        line.append(name).append(' ').append(millis(end - start)).append("ms");
        line.append(" trace=").append(trace).append(" span=").append(id);
        if (!parent.isEmpty()) {
            line.append(" parent=").append(parent);
        }
        return line.append(status).append(attributes).toString();
    }

    static String event(byte[] data, int from, int to) {
        String name = "";
        String severity = "";
        StringBuilder body = new StringBuilder();
        StringBuilder attributes = new StringBuilder();
        ProtoReader record = new ProtoReader().reset(data, from, to);
        while (record.next()) {
            switch (record.field()) {
                case 3:
                    severity = text(data, record);
                    break;
                case 5:
                    value(body, data, record, 0);
                    break;
                case 6:
                    attribute(attributes, data, record);
                    break;
                case 12:
                    name = text(data, record);
                    break;
                default:
                    break;
            }
        }
        return "event " + severity + " " + name + " \"" + body + "\"" + attributes;
    }

    /** Appends a blank and {@code key=value}. */
    static void attribute(StringBuilder line, byte[] data, ProtoReader field) {
        ProtoReader pair = new ProtoReader().reset(data, field.start(), field.end());
        line.append(' ');
        while (pair.next()) {
            if (pair.field() == 1) {
                line.append(text(data, pair));
            } else if (pair.field() == 2) {
                line.append('=');
                value(line, data, pair, 0);
            }
        }
    }

    private static void value(StringBuilder line, byte[] data, ProtoReader field, int depth) {
        ProtoReader value = new ProtoReader().reset(data, field.start(), field.end());
        while (value.next()) {
            switch (value.field()) {
                case 1:
                    line.append(text(data, value));
                    break;
                case 2:
                    line.append(value.value() != 0);
                    break;
                case 3:
                    line.append(value.value());
                    break;
                case 4:
                    line.append(Double.longBitsToDouble(value.value()));
                    break;
                case 5:
                    values(line, data, value, depth);
                    break;
                default:
                    line.append("...");
            }
        }
    }

    private static void values(StringBuilder line, byte[] data, ProtoReader field, int depth) {
        ProtoReader array = new ProtoReader().reset(data, field.start(), field.end());
        String separator = "";
        line.append('[');
        while (depth < MAX_DEPTH && array.next()) {
            line.append(separator);
            value(line, data, array, depth + 1);
            separator = ", ";
        }
        line.append(']');
    }

    private static String status(byte[] data, ProtoReader field) {
        ProtoReader status = new ProtoReader().reset(data, field.start(), field.end());
        long code = 0;
        String message = "";
        while (status.next()) {
            if (status.field() == 3) {
                code = status.value();
            } else if (status.field() == 2) {
                message = text(data, status);
            }
        }
        if (code == 0) {
            return "";
        }
        String line = " status=" + STATUSES[index(code, STATUSES)];
        return message.isEmpty() ? line : line + " \"" + message + "\"";
    }

    /** Control characters would let telemetry move the cursor of a terminal. */
    static String text(byte[] data, ProtoReader field) {
        String text = new String(data, field.start(), field.end() - field.start(), StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return withoutControls(text);
            }
        }
        return text;
    }

    private static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            clean.append(Character.isISOControl(text.charAt(i)) ? ' ' : text.charAt(i));
        }
        return clean.toString();
    }

    private static String hex(byte[] data, ProtoReader field) {
        StringBuilder hex = new StringBuilder();
        for (int i = field.start(); i < field.end(); i++) {
            hex.append(Character.forDigit(data[i] >> 4 & 0xf, 16)).append(Character.forDigit(data[i] & 0xf, 16));
        }
        return hex.toString();
    }

    /** Milliseconds with three decimals. */
    private static String millis(long nanos) {
        long micros = Math.max(0, nanos) / 1_000;
        long fraction = micros % 1_000;
        return micros / 1_000 + (fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".") + fraction;
    }

    private static int index(long value, String[] names) {
        return value >= 0 && value < names.length ? (int) value : 0;
    }
}
