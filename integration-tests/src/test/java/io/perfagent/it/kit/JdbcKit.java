package io.perfagent.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.it.Jdk;
import io.perfagent.it.ReceivedMetric;
import io.perfagent.it.ReceivedSpan;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every JDBC driver must do: one CLIENT span and one point of the duration for each execution. */
abstract class JdbcKit extends LibraryKit {
    private static final String DURATION = "db.client.operation.duration";

    JdbcKit(Jdk jdk) {
        super(jdk);
    }

    /** Where the fixture runs this driver's cases: {@code /h2/}. */
    abstract String path();

    /** Attributes every span of this driver has: system, namespace, server. */
    abstract Map<String, Object> connectionAttributes();

    /** {@code error.type} of a table that does not exist. */
    abstract String missingTable();

    @Test
    void aStatementIsAClientSpanWithoutItsLiterals() {
        ReceivedSpan span = app().call(path() + "literal").made();

        assertThat(span.kind()).isEqualTo("CLIENT");
        assertThat(span.name()).isEqualTo("SELECT item");
        assertNotFailed(span);
        assertAttributes(span, connectionAttributes());
        assertAttributes(
                span,
                Map.of(
                        "db.query.summary", "SELECT item",
                        "db.query.text", "SELECT name FROM item WHERE id = ? AND name <> ?"));
    }

    @Test
    void executeIsSeenAsExecuteQueryIs() {
        assertThat(app().call(path() + "execute").made().name()).isEqualTo("SELECT item");
    }

    @Test
    void aPreparedStatementHasItsText() {
        assertAttributes(
                app().call(path() + "prepared").made(), Map.of("db.query.text", "SELECT name FROM item WHERE id = ?"));
    }

    @Test
    void theSummaryNamesOperationsAndTables() {
        assertThat(app().call(path() + "join").made().name()).isEqualTo("SELECT item part");
        assertThat(app().call(path() + "update").made().name()).isEqualTo("UPDATE item");
        assertThat(app().call(path() + "ddl").made().name()).isEqualTo("CREATE TABLE extra");
    }

    @Test
    void aBatchIsOneSpanWithItsSize() {
        ReceivedSpan batch = app().call(path() + "batch-prepared").made();

        assertThat(batch.name()).isEqualTo("BATCH INSERT part");
        assertAttributes(batch, Map.of("db.operation.batch.size", 2L));
    }

    @Test
    void aBatchOfOneIsNone() {
        ReceivedSpan single = app().call(path() + "batch-of-one").made();

        assertThat(single.name()).isEqualTo("INSERT part");
        assertThat(single.attributes()).doesNotContainKey("db.operation.batch.size");
    }

    @Test
    void anErrorIsRecordedAndTheLiteralIsNotInTheText() {
        ReceivedSpan failed = app().call(path() + "error").made();

        assertThat(failed.name()).isEqualTo("SELECT missing_table");
        assertFailed(failed, missingTable());
        assertThat(failed.span().getEventsCount()).isEqualTo(1);
        assertThat((String) failed.attribute("db.query.text")).doesNotContain("hidden");
    }

    @Test
    void aProcedureIsNamed() {
        assertThat(app().call(path() + "call").made().attributes()).containsKey("db.stored_procedure.name");
    }

    @Test
    void aPooledConnectionsWrapperAddsNoSpan() {
        Trace pooled = app().call(path() + "pooled");

        assertThat(pooled.children(pooled.server()))
                .filteredOn(span -> span.name().equals("SELECT item"))
                .hasSize(1);
    }

    @Test
    void aTransactionIsItsStatements() {
        Trace transaction = app().call(path() + "transaction");

        assertThat(transaction.children(transaction.server()))
                .extracting(ReceivedSpan::name)
                .containsExactly("UPDATE item", "UPDATE item");
    }

    @Test
    void anExecutionIsAPointOfTheDuration() {
        app().call(path() + "join");
        app().call(path() + "error");

        Map<String, Object> attributes = new HashMap<>(connectionAttributes());
        attributes.put("db.query.summary", "SELECT item part");
        ReceivedMetric metric = app().awaitPoint(DURATION, attributes);
        assertThat(metric.metric().getUnit()).isEqualTo("s");
        assertThat(metric.histogramPoints())
                .allSatisfy(point -> assertThat(point.getExplicitBoundsList())
                        .containsExactly(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0));
        app().awaitPoint(DURATION, Map.of("db.query.summary", "SELECT missing_table", "error.type", missingTable()));
    }
}
