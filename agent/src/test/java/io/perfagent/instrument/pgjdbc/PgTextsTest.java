package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.CacheOptions;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Family;
import io.perfagent.cache.ReadKind;
import io.perfagent.cache.Source;
import io.perfagent.cache.policy.CacheRule;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.policy.DataClasses;
import io.perfagent.cache.tier.Lease;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which writes void which reads. */
class PgTextsTest {
    private static final String ROW = "SELECT name FROM item WHERE id = $1";
    private static final String JOIN =
            "SELECT i.name, sum(s.n) FROM item i JOIN sale s ON s.shop = i.shop" + " WHERE i.id = $1 GROUP BY i.name";
    private static final int INT4 = 23;

    private final List<String> problems = new ArrayList<>();
    private Caches caches;
    private Source source;
    private PgTexts texts;

    @BeforeEach
    void rules() {
        caches = new Caches(new CacheOptions(
                0.001, 1 << 20, 1 << 20, new DataClasses("X", Map.of("*password*", "sensitive"), problems)));
        caches.rules(CacheRules.ofSetting(
                "X",
                "sql:SELECT item=static,ttl=1h,key=id; sql:SELECT item sale=micro,key=item.id+sale.id;"
                        + " sql:SELECT item shop=micro,key=item.sku+shop.id",
                problems));
        assertThat(problems).isEmpty();
        source = Objects.requireNonNull(caches.source(Family.SQL, "postgresql", "test"));
        texts = new PgTexts(source);
    }

    private static Object[] values(int... numbers) {
        Object[] values = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            values[i] = Integer.toString(numbers[i]);
        }
        return values;
    }

    private static int[] types(Object[] values) {
        int[] types = new int[values.length];
        Arrays.fill(types, INT4);
        return types;
    }

    private Lease read(String sql, int... numbers) {
        PgText text = texts.get(sql);
        Object[] values = values(numbers);
        return Objects.requireNonNull(source.epochs()
                .lease(texts.reads(text.analysis, Objects.requireNonNull(text.kind), values, types(values)), 0));
    }

    private void write(String sql, int... numbers) {
        Object[] values = values(numbers);
        source.epochs()
                .begin(Objects.requireNonNull(texts.writes(texts.get(sql).analysis, values, types(values))))
                .end();
    }

    @Test
    void a_join_for_one_row_is_voided_by_writes_to_it_and_not_to_others() {
        Lease join = read(JOIN, 7);
        Lease row = read(ROW, 7);
        write("UPDATE item SET name = 'x' WHERE id = $1", 8);
        assertThat(join.holds()).isTrue();
        assertThat(row.holds()).isTrue();

        write("UPDATE item SET name = 'x' WHERE id = $1", 7);
        assertThat(join.holds()).isFalse();
        assertThat(row.holds()).isFalse();
    }

    @Test
    void it_is_voided_by_every_write_to_the_table_that_it_reads_more_of() {
        Lease join = read(JOIN, 7);
        Lease row = read(ROW, 7);
        write("UPDATE sale SET n = 2 WHERE id = $1", 7);
        assertThat(join.holds()).isFalse();
        assertThat(row.holds()).isTrue();
    }

    @Test
    void it_is_voided_where_rows_are_not_told_or_keys_change() {
        for (String sql : List.of(
                "UPDATE item SET name = 'x'",
                "UPDATE item SET id = 9 WHERE id = 8",
                "DELETE FROM item WHERE shop = 3",
                "UPDATE other SET name = 'x' WHERE id = 1",
                "COPY item FROM STDIN",
                "SELECT f()")) {
            Lease join = read(JOIN, 7);
            write(sql);
            assertThat(join.holds()).as(sql).isFalse();
        }
    }

    @Test
    void a_key_that_is_taken_back_narrows_no_write_any_more() {
        Lease before = read(ROW, 7);
        caches.rules(CacheRules.ofSetting("X", "sql:SELECT shop=micro,key=id", problems));
        assertThat(before.holds()).isFalse();

        Lease shop = read("SELECT name FROM shop WHERE id = $1", 3);
        write("UPDATE item SET name = 'x' WHERE id = $1", 8); // it has a trigger that writes shops, as we know now
        assertThat(shop.holds()).isFalse();
    }

    /** Two copies of the driver have texts of their own and one source. */
    @Test
    void what_one_driver_reads_by_a_key_another_does_not_write_by_another_one() {
        Lease row = read(ROW, 7);
        texts = new PgTexts(source);
        read("SELECT i.name FROM item i JOIN shop s ON s.id = i.shop WHERE i.sku = $1", 9); // its rule gives this key
        write("UPDATE item SET name = 'x' WHERE sku = $1", 9);
        assertThat(row.holds()).isFalse();
    }

    @Test
    void versions_that_one_driver_compares_the_other_does_not_read_from_memory() {
        ReadKind kind = Objects.requireNonNull(texts.get(ROW).kind);
        kind.putInForce(Objects.requireNonNull(kind.rule()));
        new PgTexts(source).get("UPDATE item SET name = $1, version = $2 WHERE id = $3 AND version = $4");

        texts.get(ROW);
        assertThat(kind.isRuled()).isFalse();
    }

    @Test
    void data_classes_cap_reads_by_every_name_in_their_text() {
        CacheRule rule = Objects.requireNonNull(texts.get(ROW).kind.rule());
        String[] sensitive = {
            "SELECT password_hash FROM account WHERE id = $1",
            "SELECT 1 FROM account WHERE password_hash = $1",
            "SELECT * FROM account WHERE id = $1",
        };
        for (String sql : sensitive) {
            assertThat(texts.get(sql).kind.ttlMillis(rule)).as(sql).isEqualTo(2_000);
        }
        assertThat(texts.get("SELECT name FROM account WHERE id = $1").kind.ttlMillis(rule))
                .isEqualTo(rule.ttlMillis());
    }

    @Test
    void a_sequence_that_moves_on_voids_what_may_be_read_of_it_and_no_row() {
        Lease row = read(ROW, 7);
        Lease sequence = read("SELECT * FROM item_seq");
        write("SELECT nextval('item_seq')");
        assertThat(sequence.holds()).isFalse();
        assertThat(row.holds()).isTrue();

        ReadKind shop = Objects.requireNonNull(texts.get("SELECT n FROM shop WHERE id = $1").kind);
        shop.putInForce(Objects.requireNonNull(texts.get(ROW).kind.rule()));
        texts.get("UPDATE item SET version = $1, n = nextval('item_seq') WHERE id = $2 AND version = $3");
        assertThat(shop.isRuled()).as("no row of it carries a version").isTrue();
    }

    @Test
    void a_deletion_may_take_other_rows_of_its_table_along() {
        Lease child = read(ROW, 8);
        write("DELETE FROM item WHERE id = $1", 7);
        assertThat(child.holds()).isFalse();
    }

    @Test
    void a_table_whose_key_no_rule_gives_may_be_a_view_of_any_other() {
        Lease join = read("SELECT i.name FROM item i JOIN report r ON r.shop = i.shop WHERE i.id = $1", 7);
        read(ROW, 7);
        write("UPDATE item SET name = 'x' WHERE id = $1", 8);
        assertThat(join.holds()).isFalse();
    }
}
