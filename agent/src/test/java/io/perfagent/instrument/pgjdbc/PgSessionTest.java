package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.Bypass;
import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.LingeringWrites;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.sql.SqlAnalyser;
import io.perfagent.cache.sql.SqlAnalysis;
import io.perfagent.cache.tier.Epochs;
import io.perfagent.cache.tier.Lease;
import io.perfagent.cache.tier.WriteSet;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a connection's reads may be answered from memory, and until when its writes are pending. */
class PgSessionTest {
    private Source source;
    private Epochs epochs;
    private PgIdentity identity;
    private PgSession session;
    private LingeringWrites lingering;

    @BeforeEach
    void open() {
        source = CachesForTests.source();
        epochs = source.epochs();
        identity = new PgIdentity(1);
        session = new PgSession(source, identity, true);
        lingering = new LingeringWrites(source);
    }

    private void run(String sql, boolean idleAfterwards) {
        SqlAnalysis analysis = SqlAnalyser.analyse(sql);
        WriteSet written = analysis.isWrite() ? epochs.all() : null;
        session.begin(analysis, written);
        session.end(idleAfterwards);
    }

    private Bypass autocommit() {
        return objection(true, true, false);
    }

    private Bypass objection(boolean autocommit, boolean idle, boolean readOnly) {
        session.begin();
        Bypass cause = session.objection(autocommit, idle, readOnly);
        session.end(idle);
        return cause;
    }

    private boolean isPending() {
        return epochs.lease(epochs.reads(1), 0) == null;
    }

    @Test
    void in_autocommit_a_write_is_pending_until_its_reply() {
        SqlAnalysis update = SqlAnalyser.analyse("UPDATE a SET x = 1");
        Lease before = epochs.lease(epochs.reads(1), 0);
        session.begin(update, epochs.writes(1));

        assertThat(isPending()).isTrue();
        assertThat(before == null || before.holds()).isFalse();
        session.end(true);
        assertThat(isPending()).isFalse();
        assertThat(autocommit()).isNull();
    }

    @Test
    void in_a_transaction_a_write_is_pending_until_the_end_and_its_reads_bypass() {
        identity.isolation = PgSession.READ_COMMITTED;
        assertThat(objection(false, true, true)).isNull();
        run("UPDATE a SET x = 1", false);

        assertThat(isPending()).isTrue();
        assertThat(objection(false, false, true)).isEqualTo(Bypass.TRANSACTION_WROTE);
        run("COMMIT", true);
        assertThat(isPending()).isFalse();
        assertThat(objection(false, true, true)).isNull();
    }

    @Test
    void only_a_read_only_transaction_that_is_known_to_be_read_committed_is_served() {
        assertThat(objection(false, true, true)).isEqualTo(Bypass.ISOLATION);
        session.told("repeatable read");
        assertThat(objection(false, true, true)).isEqualTo(Bypass.ISOLATION);
        session.told("read committed");
        assertThat(objection(false, true, true)).isNull();
        assertThat(objection(false, false, true)).isNull();
        assertThat(objection(false, false, false)).isEqualTo(Bypass.TRANSACTION);
        run("SAVEPOINT s", false);
        assertThat(objection(false, false, true)).isEqualTo(Bypass.TRANSACTION);
        run("COMMIT", true);
        run("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE", true);
        assertThat(objection(false, true, true)).isEqualTo(Bypass.ISOLATION);
        session.isolation("read committed");
        assertThat(objection(false, true, true)).isNull();
        run("BEGIN", false);
        assertThat(objection(true, false, true)).isEqualTo(Bypass.TRANSACTION);
    }

    @Test
    void what_is_told_in_a_transaction_with_a_level_of_its_own_is_not_the_sessions() {
        run("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", false);
        session.told("read committed");

        assertThat(identity.isolation).isNull();
    }

    @Test
    void a_changed_session_is_never_served_again() {
        assertThat(autocommit()).isNull();
        run("SET ROLE other", true);
        run("RESET ROLE", true);

        assertThat(autocommit()).isEqualTo(Bypass.SESSION);
    }

    @Test
    void a_connection_nobody_saw_open_is_not_served() {
        session = new PgSession(source, null, false);

        assertThat(autocommit()).isEqualTo(Bypass.SESSION);
    }

    @Test
    void while_another_call_is_under_way_nothing_is_settled_or_served() {
        session.begin(SqlAnalyser.analyse("UPDATE a SET x = 1"), epochs.all());
        session.begin();
        assertThat(session.objection(true, true, false)).isEqualTo(Bypass.CONNECTION_WRITING);
        session.end(true);

        assertThat(isPending()).isTrue();
        session.end(true);
        assertThat(isPending()).isFalse();
    }

    @Test
    void a_copy_is_pending_until_its_end_and_anything_until_the_connection_is_closed() {
        session.begin(SqlAnalyser.analyse("COPY a FROM STDIN"), epochs.writes(1));
        session.copying(true);
        session.end(true);
        assertThat(isPending()).isTrue();

        session.begin();
        session.copying(false);
        session.end(true);
        assertThat(isPending()).isFalse();

        session.beginUnknown();
        session.end(false);
        assertThat(isPending()).isTrue();
        session.closed(lingering, 0);
        assertThat(isPending()).isFalse();
        assertThat(epochs.pending()).isZero();
    }

    @Test
    void a_copy_that_was_not_ended_is_over_once_the_connection_does_something_else() {
        session.begin(SqlAnalyser.analyse("COPY a FROM STDIN"), epochs.writes(1));
        session.copying(true);
        session.end(true);
        int copy = session.copy();
        session.begin();
        session.copied(copy - 1); // a call that began before the copy did
        session.end(true);
        assertThat(isPending()).isTrue();

        session.begin();
        session.copied(copy);
        session.end(true);
        assertThat(isPending()).isFalse();
    }

    @Test
    void what_was_sent_on_a_connection_that_broke_stays_pending_for_a_minute() {
        session.begin(SqlAnalyser.analyse("UPDATE a SET x = 1"), epochs.writes(1));
        session.closed(lingering, 0);
        session.leave();
        session.settle(true, false); // an exception without a word of the server

        assertThat(isPending()).isTrue();
        lingering.settle(LingeringWrites.NANOS - 1);
        assertThat(isPending()).isTrue();
        lingering.settle(LingeringWrites.NANOS);
        assertThat(isPending()).isFalse();
        assertThat(epochs.pending()).isZero();
    }

    @Test
    void what_the_server_has_answered_before_it_closed_the_connection_is_decided() {
        session.begin(SqlAnalyser.analyse("UPDATE a SET x = 1"), epochs.writes(1));
        session.closed(lingering, 0);
        assertThat(isPending()).isTrue();
        session.leave();
        session.settle(true, true);

        assertThat(isPending()).isFalse();
        lingering.settle(LingeringWrites.NANOS);
        assertThat(epochs.pending()).isZero();
    }

    @Test
    void what_a_changed_session_says_of_its_isolation_holds_for_no_other() {
        run("SET default_transaction_isolation = 'read committed'", true);
        session.begin();
        session.told("read committed");
        session.end(true);

        assertThat(identity.isolation).isNull();
    }

    private static final class CachesForTests {
        static Source source() {
            Source made = new Caches(new CacheOptions(
                            0.001, 1 << 20, 1 << 20, new DataClasses("X", Map.of(), new ArrayList<>())))
                    .source(Family.SQL, "test", "test");
            if (made == null) {
                throw new AssertionError("no source");
            }
            return made;
        }
    }
}
