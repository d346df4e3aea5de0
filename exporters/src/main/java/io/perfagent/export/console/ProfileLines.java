package io.perfagent.export.console;

import io.perfagent.export.proto.ProtoReader;
import java.nio.charset.StandardCharsets;

/** A profile as a line of text: {@code profile cpu stacks=120 total=503000000 nanoseconds 5.012s}. */
final class ProfileLines {
    private ProfileLines() {}

    /** @param size how much of {@code request} counts; the table of strings is in it, beside the profile */
    static String profile(byte[] request, int size, int from, int to) {
        long type = 0;
        long unit = 0;
        long stacks = 0;
        long total = 0;
        long durationNanos = 0;
        ProtoReader profile = new ProtoReader().reset(request, from, to);
        ProtoReader within = new ProtoReader();
        while (profile.next()) {
            boolean message = profile.wireType() == ProtoReader.LENGTH_DELIMITED;
            if (profile.field() == 4) {
                durationNanos = profile.value();
            } else if (message && profile.field() == 1) {
                within.reset(request, profile.start(), profile.end());
                while (within.next()) {
                    type = within.field() == 1 ? within.value() : type;
                    unit = within.field() == 2 ? within.value() : unit;
                }
            } else if (message && profile.field() == 2) {
                stacks++;
                total += total(within.reset(request, profile.start(), profile.end()));
            }
        }
        return "profile " + string(request, size, type) + " stacks=" + stacks + " total=" + total + " "
                + string(request, size, unit) + " " + durationNanos / 1_000_000 / 1000.0 + "s";
    }

    private static long total(ProtoReader sample) {
        long sum = 0;
        while (sample.next()) {
            if (sample.field() == 4 && sample.wireType() == ProtoReader.LENGTH_DELIMITED) {
                while (sample.start() < sample.end()) {
                    sum += sample.nextPackedVarint();
                }
            }
        }
        return sum;
    }

    private static String string(byte[] request, int size, long index) {
        ProtoReader parts = new ProtoReader().reset(request, 0, size);
        ProtoReader tables = new ProtoReader();
        long at = 0;
        while (parts.next()) {
            if (parts.field() != 2 || parts.wireType() != ProtoReader.LENGTH_DELIMITED) {
                continue;
            }
            tables.reset(request, parts.start(), parts.end());
            while (tables.next()) {
                if (tables.field() == 5 && at++ == index) {
                    return new String(request, tables.start(), tables.end() - tables.start(), StandardCharsets.UTF_8);
                }
            }
        }
        return "?";
    }
}
