package io.perfagent.it;

import io.opentelemetry.proto.profiles.v1development.Function;
import io.opentelemetry.proto.profiles.v1development.KeyValueAndUnit;
import io.opentelemetry.proto.profiles.v1development.Link;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A profile as it was received, with the tables that its samples refer to. */
public record ReceivedProfile(Resource resource, ProfilesDictionary dictionary, Profile profile) {
    /** What is sampled, and in what: {@code cpu nanoseconds}. */
    public String type() {
        return dictionary.getStringTable(profile.getSampleType().getTypeStrindex()) + " "
                + dictionary.getStringTable(profile.getSampleType().getUnitStrindex());
    }

    /** Names of a sample's frames, leaf first. */
    public List<String> frames(Sample sample) {
        List<String> frames = new ArrayList<>();
        for (int index : dictionary.getStackTable(sample.getStackIndex()).getLocationIndicesList()) {
            Function function = dictionary.getFunctionTable(
                    dictionary.getLocationTable(index).getLines(0).getFunctionIndex());
            frames.add(dictionary.getStringTable(function.getNameStrindex()));
        }
        return frames;
    }

    /** The text of a sample's attribute, or null. */
    public @Nullable String attribute(Sample sample, String key) {
        for (int index : sample.getAttributeIndicesList()) {
            KeyValueAndUnit attribute = dictionary.getAttributeTable(index);
            if (dictionary.getStringTable(attribute.getKeyStrindex()).equals(key)) {
                return attribute.getValue().getStringValue();
            }
        }
        return null;
    }

    /** The trace a sample is linked to, or null. */
    public @Nullable String traceId(Sample sample) {
        if (sample.getLinkIndex() == 0) {
            return null;
        }
        Link link = dictionary.getLinkTable(sample.getLinkIndex());
        return HexFormat.of().formatHex(link.getTraceId().toByteArray());
    }

    @Override
    public String toString() {
        return type() + ", " + profile.getSamplesCount() + " stacks";
    }
}
