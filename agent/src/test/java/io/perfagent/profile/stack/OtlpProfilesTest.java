package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.profiles.v1development.Function;
import io.opentelemetry.proto.profiles.v1development.KeyValueAndUnit;
import io.opentelemetry.proto.profiles.v1development.Link;
import io.opentelemetry.proto.profiles.v1development.Location;
import io.opentelemetry.proto.profiles.v1development.Mapping;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.ProfilesDictionary;
import io.opentelemetry.proto.profiles.v1development.Sample;
import io.opentelemetry.proto.profiles.v1development.Stack;
import io.opentelemetry.proto.profiles.v1development.ValueType;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Read with the published protocol classes, by the rules of the dictionary. */
class OtlpProfilesTest {
    private static final long BEGAN = 1_700_000_000_000_000_000L;
    private static final SpanLinks.Span SPAN =
            new SpanLinks.Span("0af7651916cd43dd8448eb211c80319c", 0xb7ad6b7169203331L);

    private final StackProfile cpu = new StackProfile(Unit.NANOSECONDS, 100);
    private final SpanLinks links = new SpanLinks(10);
    private ProfilesDictionary dictionary = ProfilesDictionary.getDefaultInstance();

    private List<Profile> write(Predicate<List<String>> wanted, OtlpProfiles.Source... sources)
            throws InvalidProtocolBufferException {
        byte @Nullable [] bytes = OtlpProfiles.write(
                Resource.newBuilder().setDroppedAttributesCount(7).build().toByteArray(),
                "1.2",
                List.of(sources),
                wanted,
                BEGAN,
                42,
                1 << 20);
        ExportProfilesServiceRequest request = ExportProfilesServiceRequest.parseFrom(bytes);
        assertThat(request.getResourceProfilesCount()).isOne();
        assertThat(request.getResourceProfiles(0).getResource().getDroppedAttributesCount())
                .isEqualTo(7);
        assertThat(request.getResourceProfiles(0).getScopeProfilesCount()).isOne();
        assertThat(request.getResourceProfiles(0).getScopeProfiles(0).getScope().getName())
                .isEqualTo("io.perfagent");
        assertThat(request.getResourceProfiles(0).getScopeProfiles(0).getScope().getVersion())
                .isEqualTo("1.2");
        dictionary = request.getDictionary();
        theDictionaryIsAsTheProtocolWantsIt();
        return request.getResourceProfiles(0).getScopeProfiles(0).getProfilesList();
    }

    private void theDictionaryIsAsTheProtocolWantsIt() {
        assertThat(dictionary.getMappingTable(0)).isEqualTo(Mapping.getDefaultInstance());
        assertThat(dictionary.getLocationTable(0)).isEqualTo(Location.getDefaultInstance());
        assertThat(dictionary.getFunctionTable(0)).isEqualTo(Function.getDefaultInstance());
        assertThat(dictionary.getLinkTable(0))
                .isEqualTo(Link.newBuilder()
                        .setTraceId(ByteString.copyFrom(new byte[16]))
                        .setSpanId(ByteString.copyFrom(new byte[8]))
                        .build());
        assertThat(dictionary.getStringTable(0)).isEmpty();
        assertThat(dictionary.getAttributeTable(0)).isEqualTo(KeyValueAndUnit.getDefaultInstance());
        assertThat(dictionary.getStackTable(0)).isEqualTo(Stack.getDefaultInstance());
        for (List<?> table : List.of(
                dictionary.getLocationTableList(),
                dictionary.getFunctionTableList(),
                dictionary.getLinkTableList(),
                dictionary.getStringTableList(),
                dictionary.getAttributeTableList(),
                dictionary.getStackTableList())) {
            assertThat(new HashSet<>(table)).as("nothing twice: " + table).hasSameSizeAs(table);
        }
    }

    private String type(ValueType type) {
        return dictionary.getStringTable(type.getTypeStrindex())
                + " "
                + dictionary.getStringTable(type.getUnitStrindex());
    }

    private String attribute(int index) {
        KeyValueAndUnit attribute = dictionary.getAttributeTable(index);
        return dictionary.getStringTable(attribute.getKeyStrindex()) + "="
                + attribute.getValue().getStringValue();
    }

    /** Frames leaf first with their kinds, attributes, link and values. */
    private String text(Sample sample) {
        List<String> frames = new ArrayList<>();
        for (int index : dictionary.getStackTable(sample.getStackIndex()).getLocationIndicesList()) {
            Location location = dictionary.getLocationTable(index);
            assertThat(location.getLinesCount()).isOne();
            Function function = dictionary.getFunctionTable(location.getLines(0).getFunctionIndex());
            String name = dictionary.getStringTable(function.getNameStrindex());
            List<String> kinds = location.getAttributeIndicesList().stream()
                    .map(this::attribute)
                    .toList();
            frames.add(name + (kinds.isEmpty() ? "" : kinds.toString().replace("profile.frame.type=", "")));
        }
        StringBuilder out = new StringBuilder(String.join("<", frames));
        sample.getAttributeIndicesList()
                .forEach(index -> out.append(' ').append(attribute(index).replace("perf_agent.", "")));
        if (sample.getLinkIndex() != 0) {
            Link link = dictionary.getLinkTable(sample.getLinkIndex());
            out.append(" link=").append(hex(link.getTraceId())).append('/').append(hex(link.getSpanId()));
        }
        return out.append(' ').append(sample.getValuesList()).toString();
    }

    private static String hex(ByteString bytes) {
        return java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void stacks_are_samples_with_their_operations_as_attributes_and_links_to_their_spans() throws Exception {
        StackProfile.Node leaf = cpu.add(
                List.of("HTTP server GET /items/*_[o]", "database SELECT item_[o]", "a.A.run", "b.B.read"), 300, 3);
        links.add(leaf, SPAN, 100);
        links.add(leaf, SPAN, 50);
        links.add(leaf, new SpanLinks.Span("00000000000000000000000000000001", 2), 30);
        cpu.add(List.of("(unattributed)_[o]", "a.A.run", "do_syscall_[k]", "memcpy_[n]"), 5, 1);
        StackProfile alloc = new StackProfile(Unit.BYTES, 100);
        alloc.add(List.of("a.A.run", "byte[]_[c]"), 4096, 1);

        List<Profile> profiles = write(
                frames -> true,
                new OtlpProfiles.Source("cpu", 10_000_000, cpu, links),
                new OtlpProfiles.Source("alloc", 0, alloc, null));

        assertThat(profiles)
                .extracting(profile -> type(profile.getSampleType()))
                .containsExactly("cpu nanoseconds", "alloc bytes");
        assertThat(profiles).extracting(Profile::getTimeUnixNano).containsOnly(BEGAN);
        assertThat(profiles).extracting(Profile::getDurationNano).containsOnly(42L);
        assertThat(type(profiles.get(0).getPeriodType())).isEqualTo("cpu nanoseconds");
        assertThat(profiles.get(0).getPeriod()).isEqualTo(10_000_000);
        assertThat(profiles.get(1).hasPeriodType()).isFalse();
        assertThat(profiles.get(0).getSamplesList())
                .extracting(this::text)
                .containsExactly(
                        "b.B.read[jvm]<a.A.run[jvm] operation=HTTP server GET /items/*"
                                + " operation.innermost=database SELECT item"
                                + " link=0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331 [150]",
                        "b.B.read[jvm]<a.A.run[jvm] operation=HTTP server GET /items/*"
                                + " operation.innermost=database SELECT item"
                                + " link=00000000000000000000000000000001/0000000000000002 [30]",
                        "b.B.read[jvm]<a.A.run[jvm] operation=HTTP server GET /items/*"
                                + " operation.innermost=database SELECT item [120]",
                        "memcpy[native]<do_syscall[kernel]<a.A.run[jvm] operation=(unattributed) [5]");
        assertThat(profiles.get(1).getSamplesList())
                .extracting(this::text)
                .containsExactly("byte[]<a.A.run[jvm] [4096]");
    }

    @Test
    void only_what_is_wanted_is_sent_and_nothing_that_only_others_need() throws Exception {
        cpu.add(List.of("HTTP server GET /a_[o]", "a.A.a"), 1, 1);
        cpu.add(List.of("HTTP server GET /b_[o]", "b.B.b"), 2, 1);

        List<Profile> profiles =
                write(frames -> frames.contains("b.B.b"), new OtlpProfiles.Source("cpu", 0, cpu, null));

        assertThat(profiles.get(0).getSamplesList())
                .extracting(this::text)
                .containsExactly("b.B.b[jvm] operation=HTTP server GET /b [2]");
        assertThat(dictionary.getStringTableList()).noneMatch(string -> string.contains("a.A"));
    }

    @Test
    void links_beyond_the_bound_are_left_out_and_counted_and_the_value_stays() throws Exception {
        StackProfile.Node leaf = cpu.add(List.of("a.A.a"), 30, 30);
        for (int i = 1; i <= 12; i++) {
            links.add(leaf, new SpanLinks.Span("00000000000000000000000000000001", i), 1);
        }
        links.add(leaf, new SpanLinks.Span("00000000000000000000000000000001", 1), 1);

        List<Profile> profiles = write(frames -> true, new OtlpProfiles.Source("cpu", 0, cpu, links));

        assertThat(links.withoutLink()).isEqualTo(2);
        assertThat(profiles.get(0).getSamplesList()).hasSize(11);
        assertThat(profiles.get(0).getSamplesList().stream()
                        .mapToLong(sample -> sample.getValues(0))
                        .sum())
                .isEqualTo(30);
    }

    @Test
    void what_would_be_too_large_is_not_written() {
        cpu.add(List.of("a".repeat(2000)), 1, 1);

        assertThat(OtlpProfiles.write(
                        new byte[0],
                        "1",
                        List.of(new OtlpProfiles.Source("cpu", 0, cpu, null)),
                        frames -> true,
                        0,
                        0,
                        1000))
                .isNull();
    }
}
