package io.perfagent.export.otlp;

import io.perfagent.export.ExportResult;
import io.perfagent.export.proto.ProtoReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a receiver says in a response body: {@code Export*ServiceResponse} of an accepted request, the
 * {@code Status} of a refused one; protobuf or JSON. Bodies are hostile: anything that makes no sense says nothing.
 *
 * <p>Source: OTLP specification, "Partial Success" and "Failures".
 */
final class Answers {
    private static final String[] REJECTED = {
        "rejectedSpans", "rejectedDataPoints", "rejectedLogRecords", "rejectedProfiles"
    };

    private Answers() {}

    /** Full or partial success. */
    static ExportResult accepted(HttpResponse response) {
        long rejected = 0;
        String message = "";
        if (isJson(response)) {
            String text = text(response);
            for (int i = 0; i < REJECTED.length && rejected == 0; i++) {
                rejected = number(JsonField.find(text, REJECTED[i]));
            }
            message = JsonField.find(text, "errorMessage");
        } else {
            ProtoReader outer = new ProtoReader().reset(response.body, 0, response.bodySize);
            while (outer.next()) {
                if (outer.field() != 1 || outer.wireType() != ProtoReader.LENGTH_DELIMITED) {
                    continue;
                }
                ProtoReader partial = new ProtoReader().reset(response.body, outer.start(), outer.end());
                while (partial.next()) {
                    if (partial.field() == 1 && partial.wireType() == ProtoReader.VARINT) {
                        rejected = partial.value();
                    } else if (partial.field() == 2 && partial.wireType() == ProtoReader.LENGTH_DELIMITED) {
                        message = text(response, partial.start(), partial.end());
                    }
                }
            }
            if (outer.malformed()) {
                return ExportResult.SUCCESS;
            }
        }
        return rejected <= 0 && message.isEmpty() ? ExportResult.SUCCESS : ExportResult.partial(rejected, message);
    }

    /** Why a request was refused, in the receiver's words; may be empty. */
    static String refusal(HttpResponse response) {
        if (isJson(response)) {
            return JsonField.find(text(response), "message");
        }
        if (!response.contentType.startsWith("application/x-protobuf")) {
            return response.contentType.startsWith("text/plain") ? text(response) : "";
        }
        ProtoReader status = new ProtoReader().reset(response.body, 0, response.bodySize);
        while (status.next()) {
            if (status.field() == 2 && status.wireType() == ProtoReader.LENGTH_DELIMITED) {
                return text(response, status.start(), status.end());
            }
        }
        return "";
    }

    private static boolean isJson(HttpResponse response) {
        return response.contentType.startsWith("application/json");
    }

    private static String text(HttpResponse response) {
        return text(response, 0, response.bodySize);
    }

    private static String text(HttpResponse response, int from, int to) {
        return new String(response.body, from, to - from, StandardCharsets.UTF_8);
    }

    private static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length() && i < 18; i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
