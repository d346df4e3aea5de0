package io.perfagent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Status;
import io.perfagent.trace.propagation.Propagation;
import io.perfagent.trace.propagation.RemoteContext;
import io.perfagent.trace.sampling.Sampler;
import io.perfagent.trace.side.SideTable;
import io.perfagent.trace.timeline.Timeline;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {
    private static final int KIND = 1;
    private static final int OTHER_KIND = 2;
    private static final Scope SCOPE = new Scope("test", "1");

    private final SpanRing ring = new SpanRing(64, 8 << 20, 512);
    private final SideTable side = new SideTable(100);
    private final Tracing tracing = tracing("parentbased_always_on");

    private Tracing tracing(String sampler) {
        Propagation propagation = Propagation.of(List.of("tracecontext", "baggage"), new ArrayList<>());
        return new Tracing(Sampler.of(sampler, 1), propagation, ring, side, true, 100);
    }

    @AfterEach
    void nothing_is_left_on_this_thread() {
        while (ThreadState.get().current() != null) {
            tracing.end(ThreadState.get().current());
        }
    }

    private static RemoteContext remote(int flags) {
        RemoteContext remote = new RemoteContext();
        remote.traceHi = 0x0af7651916cd43ddL;
        remote.traceLo = 0x8448eb211c80319cL;
        remote.spanId = 0xb7ad6b7169203331L;
        remote.flags = (byte) flags;
        remote.sampledKnown = true;
        remote.traceState = "vendor=1";
        remote.baggage = "user=7";
        return remote;
    }

    private io.opentelemetry.proto.trace.v1.Span ended(Operation operation) {
        Span span = tracing.span(operation, SCOPE, "name", Span.CLIENT, operation.startNanos + 1000);
        assertThat(span).isNotNull();
        span.publish();
        tracing.end(operation);
        return Spans.one(ring);
    }

    @Test
    void a_root_has_a_random_trace_and_no_parent() {
        Operation root = tracing.begin(KIND);

        assertThat(root.sampled()).isTrue();
        assertThat(root.flags()).isEqualTo((byte) 3);
        io.opentelemetry.proto.trace.v1.Span span = ended(root);
        assertThat(span.getTraceId().size()).isEqualTo(16);
        assertThat(span.getSpanId().size()).isEqualTo(8);
        assertThat(span.getParentSpanId().isEmpty()).isTrue();
        assertThat(span.getFlags()).isEqualTo(0x103);
        assertThat(span.getTraceState()).isEmpty();
        assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()).isEqualTo(1000);
        assertThat(span.getKindValue()).isEqualTo(Span.CLIENT);
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(Spans.attributes(span.getAttributesList()))
                .containsEntry("thread.id", Thread.currentThread().getId())
                .containsEntry("thread.name", Thread.currentThread().getName());
    }

    /** Who exports no spans is not the one to decide that others have none. */
    @Test
    void without_an_exporter_others_are_told_what_the_sampler_says() {
        Propagation propagation = Propagation.of(List.of("tracecontext"), new ArrayList<>());
        Tracing silent = new Tracing(Sampler.of("parentbased_always_on", 1), propagation, ring, side, false, 100);
        for (int flags : new int[] {0, 1}) {
            RemoteContext remote = remote(flags);
            Operation request = silent.beginRequest(KIND, remote);
            Operation call = silent.begin(KIND);
            assertThat(request.sampled()).isFalse();
            assertThat(call.sampled()).isFalse();
            assertThat(call.flags() & 1).isEqualTo(flags);
            silent.end(call);
            silent.end(request);
        }
        Operation root = silent.begin(KIND);
        assertThat(root.sampled()).isFalse();
        assertThat(root.flags() & 1).isEqualTo(1);
        silent.end(root);
        assertThat(ring.pending()).isZero();
    }

    @Test
    void events_that_find_no_room_leave_those_before_them() {
        Operation operation = tracing.begin(KIND);
        for (int i = 0; i < 16; i++) {
            SpanEvents.add(0, "held back", System.nanoTime(), "number", Integer.toString(i), "text", "x".repeat(200));
        }
        List<io.opentelemetry.proto.trace.v1.Span.Event> events =
                ended(operation).getEventsList();
        assertThat(events).hasSizeBetween(5, 15);
        for (int i = 0; i < events.size(); i++) {
            assertThat(Spans.attributes(events.get(i).getAttributesList()))
                    .containsEntry("number", Integer.toString(i));
        }
    }

    @Test
    void each_value_of_a_list_is_cut() {
        Operation operation = tracing.begin(KIND);
        Span span = tracing.span(operation, SCOPE, "name", Span.CLIENT, operation.startNanos + 1000);
        assertThat(span).isNotNull();
        span.attributes.put("header", new String[] {"x".repeat(500), "y"});
        span.publish();
        tracing.end(operation);
        assertThat(Spans.one(ring).getAttributesList().toString())
                .contains("x".repeat(100), "\"y\"")
                .doesNotContain("x".repeat(101));
    }

    @Test
    void a_caller_that_has_not_decided_leaves_it_to_the_sampler() {
        RemoteContext undecided = remote(0);
        undecided.sampledKnown = false;
        Operation request = tracing.beginRequest(KIND, undecided);
        assertThat(request.sampled()).isTrue();
        assertThat(request.flags() & 1).isEqualTo(1);
    }

    @Test
    void a_child_follows_what_is_current_on_its_thread() {
        Operation parent = tracing.beginRequest(KIND, remote(1));
        long parentSpan = parent.spanId();
        Operation child = tracing.begin(OTHER_KIND);

        assertThat(ThreadState.get().current()).isSameAs(child);
        assertThat(ThreadState.get().innermost(KIND)).isSameAs(parent);
        io.opentelemetry.proto.trace.v1.Span span = ended(child);
        assertThat(ByteBuffer.wrap(span.getParentSpanId().toByteArray()).getLong())
                .isEqualTo(parentSpan);
        ByteBuffer trace = ByteBuffer.wrap(span.getTraceId().toByteArray());
        assertThat(trace.getLong()).isEqualTo(remote(1).traceHi);
        assertThat(trace.getLong()).isEqualTo(remote(1).traceLo);
        assertThat(span.getTraceState()).isEqualTo("vendor=1");
        assertThat(span.getFlags()).isEqualTo(0x101);
        assertThat(ThreadState.get().current()).isSameAs(parent);
        tracing.end(parent);
        assertThat(ThreadState.get().current()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "parentbased_always_on, 1, true, 1",
        "parentbased_always_on, 0, false, 0",
        "parentbased_always_on, 3, true, 3",
        "parentbased_always_on, 2, false, 2",
        "parentbased_always_off, 1, true, 1",
        "always_on, 0, true, 1",
        "always_on, 2, true, 3",
        "always_off, 1, false, 0",
        "always_off, 3, false, 2"
    })
    void a_request_follows_its_remote_parent_as_the_sampler_says(
            String sampler, int remoteFlags, boolean sampled, int flags) {
        Tracing one = tracing(sampler);
        Operation operation = one.beginRequest(KIND, remote(remoteFlags));

        assertThat(operation.sampled()).isEqualTo(sampled);
        assertThat(operation.flags()).isEqualTo((byte) flags);
        assertThat(operation.traceIdLo()).isEqualTo(remote(0).traceLo);
        assertThat(operation.traceState()).isEqualTo("vendor=1");
        assertThat(operation.baggage()).isEqualTo("user=7");
        if (sampled) {
            assertThat(ended(operation).getFlags()).isEqualTo(flags | 0x300);
        } else {
            assertThat(one.span(operation, SCOPE, "name", Span.SERVER, 1)).isNull();
            one.end(operation);
        }
        assertThat(ring.pending()).isZero();
    }

    @Test
    void the_children_of_an_unsampled_operation_are_unsampled() {
        Operation parent = tracing.beginRequest(KIND, remote(0));
        Operation child = tracing.begin(KIND);

        assertThat(child.sampled()).isFalse();
        assertThat(child.traceIdHi()).isEqualTo(parent.traceIdHi());
        assertThat(tracing.span(child, SCOPE, "name", Span.CLIENT, 1)).isNull();
        tracing.end(child);
        tracing.end(parent);
    }

    @Test
    void a_request_without_a_remote_parent_is_a_root_and_keeps_its_baggage() {
        RemoteContext onlyBaggage = new RemoteContext();
        onlyBaggage.baggage = "user=7";

        Operation operation = tracing.beginRequest(KIND, onlyBaggage);

        assertThat(operation.baggage()).isEqualTo("user=7");
        assertThat(ended(operation).getParentSpanId().isEmpty()).isTrue();
        Operation root = tracing.beginRequest(KIND, null);
        assertThat(root.baggage()).isNull();
        tracing.end(root);
    }

    @Test
    void a_request_abandons_what_an_earlier_one_has_left() {
        Operation left = tracing.beginRequest(KIND, remote(1));
        Operation leftChild = tracing.begin(OTHER_KIND);
        Operation next = tracing.beginRequest(KIND, null);

        assertThat(tracing.abandoned()).isEqualTo(2);
        assertThat(next.traceIdLo()).isNotEqualTo(left.traceIdLo());
        assertThat(ThreadState.get().innermost(OTHER_KIND)).isNull();
        tracing.end(leftChild);
        tracing.end(left);
        assertThat(ThreadState.get().current()).isSameAs(next);
        tracing.end(next);
        assertThat(ThreadState.get().current()).isNull();
        assertThat(tracing.begun()).isEqualTo(3);
    }

    @Test
    void ending_an_outer_operation_abandons_the_inner_ones() {
        Operation outer = tracing.begin(KIND);
        tracing.begin(OTHER_KIND);
        tracing.begin(OTHER_KIND);

        tracing.end(outer);

        assertThat(ThreadState.get().current()).isNull();
        assertThat(tracing.abandoned()).isEqualTo(2);
    }

    @Test
    void a_detached_operation_goes_on_on_another_thread() throws InterruptedException {
        Operation operation = tracing.begin(KIND);
        long spanId = operation.spanId();
        tracing.detach(operation);
        assertThat(ThreadState.get().current()).isNull();
        long[] parent = new long[1];
        Thread other = new Thread(() -> {
            tracing.resume(operation);
            Operation child = tracing.begin(OTHER_KIND);
            parent[0] = child.parentSpanId;
            tracing.end(child);
            tracing.end(operation);
            assertThat(ThreadState.get().current()).isNull();
        });
        other.start();
        other.join();

        assertThat(parent[0]).isEqualTo(spanId);
        assertThat(tracing.abandoned()).isZero();
    }

    @Test
    void an_operation_that_is_detached_may_be_ended_without_being_resumed() {
        Operation operation = tracing.begin(KIND);
        Operation outer = operation;
        tracing.detach(operation);
        Operation unrelated = tracing.begin(OTHER_KIND);

        tracing.end(outer);

        assertThat(ThreadState.get().current()).isSameAs(unrelated);
        tracing.end(unrelated);
    }

    @Test
    void a_carried_context_is_the_parent_and_no_call_of_its_own() {
        Operation parent = tracing.beginRequest(KIND, remote(1));
        Snapshot context = new Snapshot(parent);
        long parentSpan = parent.spanId();
        tracing.end(parent);

        Operation carried = tracing.attach(context);
        assertThat(carried.kind).isEqualTo(Operation.CARRIED);
        Operation child = tracing.begin(KIND);
        assertThat(child.parentSpanId).isEqualTo(parentSpan);
        assertThat(child.traceIdLo()).isEqualTo(remote(1).traceLo);
        assertThat(child.traceState()).isEqualTo("vendor=1");
        assertThat(child.baggage()).isEqualTo("user=7");
        assertThat(child.sampled()).isTrue();
        tracing.end(child);
        tracing.end(carried);

        assertThat(ThreadState.get().current()).isNull();
        assertThat(tracing.abandoned()).isZero();
        assertThat(tracing.begun()).isEqualTo(2);
    }

    @Test
    void nothing_begins_while_paused_and_nothing_is_sampled_under_stress() {
        tracing.setPaused(true);
        assertThat(tracing.begin(KIND)).isNull();
        assertThat(tracing.beginRequest(KIND, remote(1))).isNull();
        tracing.setPaused(false);
        tracing.setUnsampled(true);
        Operation unsampled = tracing.beginRequest(KIND, remote(1));
        assertThat(unsampled.sampled()).isFalse();
        assertThat(unsampled.flags() & 1).isZero();
        tracing.end(unsampled);
        tracing.setUnsampled(false);
        Operation sampled = tracing.begin(KIND);
        assertThat(sampled.sampled()).isTrue();
        tracing.end(sampled);
    }

    @Test
    void nothing_begins_on_threads_of_ours() throws InterruptedException {
        Operation context = tracing.begin(KIND);
        Snapshot snapshot = new Snapshot(context);
        tracing.end(context);
        List<Object> begun = new ArrayList<>();
        Thread ours = new Thread(() -> {
            ThreadState.ignoreThisThread();
            begun.add(tracing.begin(KIND));
            begun.add(tracing.beginRequest(KIND, remote(1)));
            begun.add(tracing.attach(snapshot));
        });
        ours.start();
        ours.join();

        assertThat(begun).hasSize(3).containsOnlyNulls();
    }

    @Test
    void errors_and_exceptions_are_told_as_the_conventions_say() {
        Operation operation = tracing.begin(KIND);
        Span span = tracing.span(operation, SCOPE, "name", Span.CLIENT, System.nanoTime());
        span.error(null);
        span.exception(new IllegalStateException("said"), 12);
        span.attributes.put("long", "x".repeat(1000));
        span.attributes.put("absent", (String) null);
        span.attributes.put("list", new String[] {"a", null, "b"});
        span.publish();
        tracing.end(operation);

        io.opentelemetry.proto.trace.v1.Span decoded = Spans.one(ring);

        assertThat(decoded.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(decoded.getStatus().getMessage()).isEmpty();
        assertThat(decoded.getEventsList()).hasSize(1);
        assertThat(decoded.getEvents(0).getName()).isEqualTo("exception");
        assertThat(decoded.getEvents(0).getTimeUnixNano()).isEqualTo(12);
        assertThat(Spans.attributes(decoded.getEvents(0).getAttributesList()))
                .containsEntry("exception.type", "java.lang.IllegalStateException")
                .containsEntry("exception.message", "said")
                .containsKey("exception.stacktrace")
                .hasSize(3);
        assertThat(Spans.attributes(decoded))
                .containsEntry("long", "x".repeat(100))
                .containsEntry("list", List.of("a", "b"))
                .hasSize(2);
    }

    @Test
    void an_exception_that_cannot_describe_itself_does_not_hurt() {
        Operation operation = tracing.begin(KIND);
        Span span = tracing.span(operation, SCOPE, "name", Span.CLIENT, System.nanoTime());
        span.exception(
                new RuntimeException() {
                    @Override
                    public String getMessage() {
                        throw new NoClassDefFoundError("planned");
                    }

                    @Override
                    public void printStackTrace(java.io.PrintWriter out) {
                        throw new NoClassDefFoundError("planned");
                    }
                },
                12);
        span.publish();
        tracing.end(operation);

        assertThat(Spans.attributes(Spans.one(ring).getEvents(0).getAttributesList()))
                .containsOnlyKeys("exception.type");
    }

    @Test
    void what_is_hidden_is_no_parent_and_is_shown_again() {
        Operation call = tracing.begin(KIND);

        Operation hidden = tracing.hide();
        Operation loop = tracing.begin(OTHER_KIND);
        assertThat(loop.traceIdLo()).isNotEqualTo(call.traceIdLo());
        assertThat(hidden).isSameAs(call);
        tracing.show(call);

        assertThat(ThreadState.get().current()).isSameAs(call);
        assertThat(tracing.abandoned()).describedAs("left over while hidden").isEqualTo(1);
    }

    @Test
    void nothing_to_hide_is_null() {
        assertThat(tracing.hide()).isNull();
    }

    @Test
    void while_it_is_watched_it_is_remembered_which_operation_a_thread_is_in() {
        Timeline timeline = new Timeline(1024);
        Timeline.Reader reader = timeline.reader();
        long self = Thread.currentThread().getId();
        Operation unseen = tracing.begin(KIND);
        tracing.end(unseen);
        tracing.watch(timeline);

        Operation request = tracing.beginRequest(KIND, remote(1));
        long requestSpan = request.spanId();
        Operation call = tracing.begin(OTHER_KIND);
        long callSpan = call.spanId();
        assertThat(reader.at(self, System.nanoTime())).isEqualTo(Timeline.Reader.FOUND);
        assertThat(reader.spanId).isEqualTo(callSpan);
        call.key = "call";
        tracing.end(call);
        assertThat(reader.at(self, System.nanoTime())).isEqualTo(Timeline.Reader.FOUND);
        assertThat(reader.spanId).isEqualTo(requestSpan);
        assertThat(reader.ended(self, callSpan)).isTrue();
        assertThat(reader.key).isEqualTo("call");
        assertThat(reader.parentSpanId).isEqualTo(requestSpan);

        tracing.detach(request);
        assertThat(reader.at(self, System.nanoTime())).isEqualTo(Timeline.Reader.NONE);
        tracing.resume(request);
        assertThat(reader.at(self, System.nanoTime())).isEqualTo(Timeline.Reader.FOUND);
        Operation hidden = tracing.hide();
        assertThat(reader.at(self, System.nanoTime())).isEqualTo(Timeline.Reader.NONE);
        tracing.show(hidden);
        Operation carried = tracing.attach(new Snapshot(request));
        assertThat(reader.at(self, System.nanoTime())).isEqualTo(Timeline.Reader.FOUND);
        assertThat(reader.spanId).isEqualTo(requestSpan);
        tracing.end(carried);
        assertThat(reader.ended(self, requestSpan))
                .describedAs("a carried context is no end")
                .isFalse();
        tracing.end(request);
        assertThat(reader.ended(self, requestSpan)).isTrue();
        assertThat(reader.parentSpanId)
                .describedAs("the caller is in another process")
                .isZero();

        tracing.watch(null);
        Operation unwatched = tracing.begin(KIND);
        assertThat(reader.begun(unwatched.spanId())).isFalse();
        tracing.end(unwatched);
    }
}
