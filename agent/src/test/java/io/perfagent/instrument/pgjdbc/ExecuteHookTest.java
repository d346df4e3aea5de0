package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.Bypass;
import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.tier.Epochs;
import io.perfagent.trace.ThreadState;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.copy.CopyOperation;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** Whatever fails in the hook, the call is sent, and counts as a write to anything until it is over. */
class ExecuteHookTest {
    private static final int AUTOCOMMIT = 16;

    private TransactionState state = TransactionState.IDLE;
    private String failing = "";
    private boolean isClosed;
    private Caches caches;
    private Source source;
    private final ExecuteHook hook = new ExecuteHook();
    private QueryExecutor executor;

    @BeforeEach
    void open() {
        caches = new Caches(
                new CacheOptions(0.001, 1 << 20, 1 << 20, new DataClasses("X", Map.of(), new ArrayList<>())));
        Caches.install(caches);
        source = caches.source(Family.SQL, "postgresql", "test");
        executor = proxy(QueryExecutor.class, (self, method, arguments) -> switch (method.getName()) {
            case "getTransactionState" -> answer("getTransactionState", state);
            case "isClosed" -> isClosed;
            case "getParameterStatuses" -> new TreeMap<String, String>();
            default -> answer(method.getName(), zero(method.getReturnType()));
        });
        Pg.SHARED.reset();
    }

    @AfterEach
    void close() {
        Pg.SHARED.reset();
        Caches.install(null);
        assertThat(ThreadState.get().driverCall).isNull();
    }

    private Object answer(String method, Object value) {
        if (method.equals(failing)) {
            throw new IllegalStateException(method);
        }
        return value;
    }

    private static Object zero(Class<?> type) {
        return type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object[] call(String sql) {
        Query query = proxy(
                Query.class,
                (self, method, arguments) -> answer(
                        method.getName(),
                        method.getName().equals("getNativeSql") ? sql : zero(method.getReturnType())));
        ParameterList parameters = proxy(
                ParameterList.class,
                (self, method, arguments) -> answer(method.getName(), zero(method.getReturnType())));
        ResultHandler handler = proxy(ResultHandler.class, (self, method, arguments) -> null);
        return new Object[] {query, parameters, handler, 0, 0, AUTOCOMMIT, false};
    }

    private boolean isPending() {
        Epochs epochs = source.epochs();
        return epochs.lease(epochs.reads(epochs.table("anything")), 0) == null;
    }

    @Test
    void a_fault_at_any_point_sends_the_call() {
        Pg.SHARED.opened(executor, new Properties());
        for (String fault : Set.of("getNativeSql", "getValues", "getTypeOIDs")) {
            failing = fault;
            Object entered = hook.enter(executor, call("UPDATE item SET x = $1"), null);

            assertThat(entered).as(fault).isInstanceOf(PgCall.class).isNotInstanceOf(Answer.class);
            assertThat(isPending()).as(fault).isTrue();
            failing = "";
            hook.exit(executor, entered, null, null);
            assertThat(isPending()).as(fault).isFalse();
        }
        Object odd = hook.enter(executor, new Object[0], null);
        assertThat(odd).isInstanceOf(PgCall.class);
        hook.exit(executor, odd, null, null);
        assertThat(source.epochs().pending()).isZero();
    }

    @Test
    void a_transaction_is_pending_until_it_ends_or_its_connection_does() {
        Pg.SHARED.opened(executor, new Properties());
        Object entered = hook.enter(executor, call("UPDATE item SET x = 1"), null);
        state = TransactionState.OPEN;
        hook.exit(executor, entered, null, null);
        assertThat(isPending()).isTrue();

        new CloseHook().returned(executor, null, null, null);
        assertThat(isPending()).isFalse();
    }

    @Test
    void a_connection_that_nobody_saw_open_may_have_written() {
        state = TransactionState.OPEN;
        Object entered = hook.enter(executor, call("SELECT x FROM item"), null);
        hook.exit(executor, entered, null, null);
        assertThat(isPending()).isTrue();

        Object committed = hook.enter(executor, call("COMMIT"), null);
        state = TransactionState.IDLE;
        hook.exit(executor, committed, null, null);
        assertThat(isPending()).isFalse();
    }

    @Test
    void a_write_whose_connection_broke_without_an_answer_stays_pending() {
        for (boolean answers : new boolean[] {true, false}) {
            Pg.SHARED.opened(executor, new Properties());
            Object entered = hook.enter(executor, call("UPDATE item SET x = 1"), null);
            isClosed = true;
            new CloseHook().returned(executor, null, null, null); // the driver closes it before the call is over
            PSQLException thrown = answers
                    ? new PSQLException(new ServerErrorMessage("SERROR\0C23505\0Mtwice\0"))
                    : new PSQLException("no reply", PSQLState.CONNECTION_FAILURE);
            hook.exit(executor, entered, null, thrown);

            assertThat(isPending()).as("answered: %s", answers).isEqualTo(!answers);
            isClosed = false;
        }
    }

    /** A pooler says such things of a server that goes on. */
    @ParameterizedTest
    @CsvSource({
        "ERROR, 23505, false",
        "FATAL, 57P01, false",
        "FATAL, 57P02, false",
        "FATAL, 08P01, true",
        "ERROR, 08006, true"
    })
    void an_error_of_the_connection_does_not_tell_what_became_of_a_write(
            String severity, String state, boolean isPending) {
        breaks(new PSQLException(new ServerErrorMessage("S" + severity + "\0C" + state + "\0Mno\0")));

        assertThat(isPending()).isEqualTo(isPending);
    }

    private void breaks(PSQLException thrown) {
        Pg.SHARED.opened(executor, new Properties());
        Object entered = hook.enter(executor, call("UPDATE item SET x = 1"), null);
        isClosed = true;
        new CloseHook().returned(executor, null, null, null);
        hook.exit(executor, entered, null, thrown);
    }

    @Test
    void a_batch_does_all_that_one_of_its_statements_does() {
        Pg.SHARED.opened(executor, new Properties());
        PgSession session = Objects.requireNonNull(Pg.SHARED.session(executor));
        Objects.requireNonNull(session.identity).isolation = PgSession.READ_COMMITTED;
        assertThat(session.objection(false, true, true)).isNull();

        Object[] first = call("SAVEPOINT s");
        Object[] second = call("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        BatchHook batch = new BatchHook();
        Object entered = batch.enter(
                executor,
                new Object[] {
                    new Query[] {(Query) first[0], (Query) second[0]},
                    new ParameterList[] {(ParameterList) first[1], (ParameterList) second[1]},
                    null,
                    0,
                    0,
                    AUTOCOMMIT,
                    false
                },
                null);
        batch.exit(executor, entered, null, null);

        assertThat(session.objection(false, true, true)).isEqualTo(Bypass.ISOLATION);
    }

    @Test
    void a_copy_out_is_over_once_all_of_it_was_read() {
        for (PSQLException thrown :
                new PSQLException[] {null, new PSQLException(new ServerErrorMessage("SERROR\0C22012\0Mzero\0"))}) {
            Pg.SHARED.opened(executor, new Properties());
            boolean[] isActive = {true};
            CopyOperation copy = proxy(
                    CopyOperation.class,
                    (self, method, arguments) ->
                            method.getName().equals("isActive") ? (Object) isActive[0] : zero(method.getReturnType()));
            CopyHook begin = new CopyHook();
            Object begun = begin.enter(executor, "COPY (DELETE FROM item RETURNING id) TO STDOUT", null);
            begin.exit(executor, begun, copy, null);
            CopyReadHook read = new CopyReadHook();
            Object row = read.enter(executor, copy, null);
            read.exit(executor, row, null, null);
            assertThat(isPending()).isTrue();

            Object end = read.enter(executor, copy, null);
            isActive[0] = false;
            read.exit(executor, end, null, thrown);
            assertThat(isPending()).isFalse();
            assertThat(read.enter(executor, copy, null)).isNull();
            Pg.SHARED.closed(executor);
        }
    }

    @Test
    void a_level_that_is_set_within_a_transaction_is_not_known_after_it() {
        Pg.SHARED.opened(executor, new Properties());
        String sql = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED";
        Object entered = hook.enter(executor, call(sql), null);
        hook.exit(executor, entered, null, null);
        PgSession session = Objects.requireNonNull(Pg.SHARED.session(executor));
        assertThat(session.objection(false, true, true)).isNull();

        entered = hook.enter(executor, call(sql), null);
        state = TransactionState.OPEN;
        hook.exit(executor, entered, null, null);
        Object rolledBack = hook.enter(executor, call("ROLLBACK"), null);
        state = TransactionState.IDLE;
        hook.exit(executor, rolledBack, null, null);
        assertThat(session.objection(false, true, true)).isEqualTo(Bypass.ISOLATION);
    }

    @Test
    void an_end_that_was_missed_does_not_hide_the_next_call() {
        Pg.SHARED.opened(executor, new Properties());
        hook.enter(executor, call("SELECT x FROM item"), null); // and its exit is lost
        assertThat(hook.enter(executor, call("UPDATE item SET x = 1"), null)).isNull();
        Seam.failed(new IllegalStateException("planted"), 0);

        Object entered = hook.enter(executor, call("UPDATE item SET x = 1"), null);
        assertThat(isPending()).isTrue();
        hook.exit(executor, entered, null, null);
        ThreadState.get().driverCall = null;
    }

    @Test
    void a_server_that_may_be_a_standby_is_not_served() {
        Properties secondary = new Properties();
        secondary.setProperty("targetServerType", "preferSecondary");
        Properties several = new Properties();
        several.setProperty("PGHOST", "a,b");
        Properties primary = new Properties();
        primary.setProperty("PGHOST", "a,b");
        primary.setProperty("targetServerType", "primary");

        for (Properties one : List.of(secondary, several, primary)) {
            Pg.SHARED.opened(executor, one);
            assertThat(Objects.requireNonNull(Pg.SHARED.session(executor)).identity == null)
                    .as("%s", one)
                    .isEqualTo(one != primary);
            Pg.SHARED.closed(executor);
        }
    }

    /** What an update tells of a table holds for reads of it that are known, and for those that come. */
    @Test
    void reads_of_rows_whose_version_updates_compare_are_known() {
        PgTexts texts = Pg.SHARED.texts(source);
        ReadKind before = Objects.requireNonNull(texts.get("SELECT x FROM item WHERE id = $1").kind);
        ReadKind other = Objects.requireNonNull(texts.get("SELECT x FROM other WHERE id = $1").kind);
        caches.rules(CacheRules.ofSetting("R", "sql:SELECT item=static; sql:SELECT other=static", new ArrayList<>()));
        before.putInForce(Objects.requireNonNull(before.rule()));
        other.putInForce(Objects.requireNonNull(other.rule()));

        texts.get("UPDATE item SET x = $1, version = $2 WHERE id = $3 AND version = $4");
        assertThat(before.isRuled()).isFalse();
        assertThat(other.isRuled()).isTrue();
        ReadKind later = Objects.requireNonNull(texts.get("SELECT y FROM item").kind);
        later.putInForce(Objects.requireNonNull(before.rule()));
        assertThat(later.isRuled()).isFalse();
    }

    @Test
    void a_call_within_a_call_is_part_of_it() {
        Pg.SHARED.opened(executor, new Properties());
        Object outer = hook.enter(executor, call("UPDATE item SET x = 1"), null);

        assertThat(hook.enter(executor, call("ROLLBACK TO SAVEPOINT PGJDBC_AUTOSAVE"), null))
                .isNull();
        hook.exit(executor, outer, null, null);
        assertThat(isPending()).isFalse();
    }
}
