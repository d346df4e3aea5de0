package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.perfagent.metric.OperationKinds;
import io.perfagent.trace.Operation;
import io.perfagent.trace.SpanEvents;
import io.perfagent.trace.Spans;
import io.perfagent.trace.ThreadState;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {
    private static final String METRIC = "db.client.operation.duration";
    private static final int KIND = OperationKinds.DATABASE;

    private final Recorder recorder = new Recorder();
    private final Database database = new Database(recorder.tracing, recorder.metrics);
    private final DatabaseTarget postgres = new DatabaseTarget("postgresql", "shop|public", "db", 5432, null, 0);
    private final DatabaseTarget redis = new DatabaseTarget("redis", "0", "cache", 6379, "192.0.2.1", 6379);

    @AfterEach
    void nothing_is_left_on_this_thread() {
        while (ThreadState.get().current() != null) {
            recorder.tracing.end(ThreadState.get().current());
        }
    }

    @Test
    void a_query_has_exactly_the_attributes_of_the_conventions() {
        Operation operation = database.begin(KIND);
        Database.Call call = database.call(KIND, postgres, "SELECT item", "");
        database.end(operation, Recorder.SCOPE, call, "SELECT * FROM item WHERE id = ?", 0, null, null, null);

        Span span = Spans.one(recorder.ring);

        assertThat(span.getName()).isEqualTo("SELECT item");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        Map<String, Object> constant = Map.of(
                "db.system.name", "postgresql",
                "db.namespace", "shop|public",
                "db.query.summary", "SELECT item",
                "server.address", "db",
                "server.port", 5432L);
        Map<String, Object> expected = new HashMap<>(constant);
        expected.put("db.query.text", "SELECT * FROM item WHERE id = ?");
        assertThat(Spans.attributes(span)).isEqualTo(expected);
        Map<String, String> point = new HashMap<>();
        constant.forEach((key, value) -> point.put(key, value.toString()));
        assertThat(recorder.point(METRIC)).isEqualTo(point);
    }

    @Test
    void a_call_that_memory_has_answered_is_an_event_of_what_is_around_it() {
        Operation around = recorder.tracing.begin(OperationKinds.SPAN);
        Operation operation = database.begin(KIND);
        SpanEvents.add(1 << KIND, "hit", System.nanoTime(), "level", "micro", "age", 0.25);
        Database.Call call = database.call(KIND, postgres, "SELECT item", "");
        database.end(operation, Recorder.SCOPE, call, "SELECT 1", 0, null, null, null);
        assertThat(Spans.all(recorder.ring)).isEmpty();
        assertThat(recorder.points(METRIC)).isEmpty();
        io.perfagent.trace.Span span = recorder.tracing.span(around, Recorder.SCOPE, "around", 1, System.nanoTime());
        span.publish();
        recorder.tracing.end(around);

        Span.Event event = Spans.one(recorder.ring).getEvents(0);

        assertThat(event.getName()).isEqualTo("hit");
        assertThat(event.getAttributes(0).getValue().getStringValue()).isEqualTo("micro");
        assertThat(event.getAttributes(1).getValue().getDoubleValue()).isEqualTo(0.25);
        Operation next = recorder.tracing.begin(OperationKinds.SPAN); // the same object again
        recorder.tracing
                .span(next, Recorder.SCOPE, "next", 1, System.nanoTime())
                .publish();
        recorder.tracing.end(next);
        assertThat(Spans.one(recorder.ring).getEventsCount()).isZero();
    }

    @Test
    void a_redis_command_is_named_by_its_operation_and_place() {
        Operation operation = database.begin(OperationKinds.REDIS);
        Database.Call call = database.call(OperationKinds.REDIS, redis, "", "GET");
        database.end(operation, Recorder.SCOPE, call, "GET key", 0, null, null, null);

        Span span = Spans.one(recorder.ring);

        assertThat(span.getName()).isEqualTo("GET cache:6379");
        assertThat(Spans.attributes(span))
                .containsOnly(
                        Map.entry("db.system.name", "redis"),
                        Map.entry("db.namespace", "0"),
                        Map.entry("db.operation.name", "GET"),
                        Map.entry("db.query.text", "GET key"),
                        Map.entry("server.address", "cache"),
                        Map.entry("server.port", 6379L),
                        Map.entry("network.peer.address", "192.0.2.1"),
                        Map.entry("network.peer.port", 6379L));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, true", "100, true"})
    void only_a_batch_of_more_than_one_has_a_size(int size, boolean told) {
        Operation operation = database.begin(KIND);
        Database.Call call = database.call(KIND, postgres, "BATCH INSERT", "");
        database.end(operation, Recorder.SCOPE, call, null, size, "proc", null, null);

        Map<String, Object> attributes = Spans.attributes(Spans.one(recorder.ring));

        assertThat(attributes.get("db.operation.batch.size")).isEqualTo(told ? (Object) (long) size : null);
        assertThat(attributes).containsEntry("db.stored_procedure.name", "proc").doesNotContainKey("db.query.text");
    }

    @Test
    void an_error_has_its_type_and_the_exception() {
        Operation operation = database.begin(KIND);
        Database.Call call = database.call(KIND, postgres, "SELECT item", "");
        database.end(
                operation, Recorder.SCOPE, call, "SELECT", 0, null, "42P01", new SQLException("no table", "42P01"));

        Span span = Spans.one(recorder.ring);

        assertThat(Spans.attributes(span)).containsEntry("error.type", "42P01");
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getEvents(0).getName()).isEqualTo("exception");
        assertThat(recorder.point(METRIC)).containsEntry("error.type", "42P01");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, shop, db, 5432, SELECT item, , SELECT item",
        "postgresql, shop, db, 5432, , SELECT, SELECT shop",
        "postgresql, shop, db, 5432, , , shop",
        "postgresql, , db, 5432, , , db:5432",
        "postgresql, , db, 0, , , db",
        "h2database, , , 0, , , h2database",
        "h2database, , , 0, , SELECT, SELECT",
        "redis, 0, cache, 6379, , GET, GET cache:6379",
        "redis, 0, , 0, , GET, GET",
        "redis, 0, , 0, , , redis"
    })
    void a_span_is_named_as_the_conventions_order(
            String system, String namespace, String host, int port, String summary, String operation, String name) {
        DatabaseTarget target = new DatabaseTarget(system, namespace, host, port, null, 0);

        assertThat(target.spanName(summary == null ? "" : summary, operation == null ? "" : operation))
                .isEqualTo(name);
    }

    @Test
    void a_call_within_a_call_of_its_kind_is_part_of_it() {
        Operation outer = database.begin(KIND);
        assertThat(database.begin(KIND)).isNull();
        Operation other = database.begin(OperationKinds.REDIS);
        assertThat(other).isNotNull();
        recorder.tracing.end(other);
        recorder.tracing.end(outer);
    }

    @Test
    void calls_are_found_again_and_bounded() {
        Database.Call first = database.call(KIND, postgres, "SELECT 0", "");
        assertThat(database.call(KIND, postgres, "SELECT 0", "")).isSameAs(first);
        assertThat(database.call(OperationKinds.REDIS, redis, "", "GET")).isNotSameAs(first);
        for (int i = 1; i < 3000; i++) {
            database.call(KIND, postgres, "SELECT " + i, "");
        }

        Database.Call beyond = database.call(KIND, postgres, "SELECT new", "");
        assertThat(beyond.spanName).isEqualTo("SELECT new");
        assertThat(database.call(KIND, postgres, "SELECT new", ""))
                .as("not kept")
                .isNotSameAs(beyond);
        assertThat(database.call(KIND, postgres, "SELECT 0", "")).isSameAs(first);
    }
}
