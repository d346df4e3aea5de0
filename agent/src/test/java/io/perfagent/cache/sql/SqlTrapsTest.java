package io.perfagent.cache.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.Hazard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that look harmless, or by key, and are not. */
class SqlTrapsTest {
    /** What is made in {@code pg_temp} hides tables of its name from this session alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE pg_temp.item (id int, price int)",
                "CREATE TABLE \"pg_temp\".item (id int)",
                "CREATE VIEW pg_temp.item AS SELECT 1 AS id",
                "INSERT INTO pg_temp_3.item VALUES (1)",
                "CREATE TABLE t AS SELECT switch_tenant(1)",
                "CREATE TABLE t AS VALUES (switch_tenant(1))",
                "ALTER TABLE item ADD COLUMN x int DEFAULT switch_tenant(1)",
                "ALTER TABLE item ALTER COLUMN x TYPE text USING as_tenant(x)",
                "ALTER TABLE item ADD CONSTRAINT c CHECK (as_tenant(x) > 0)",
                "COPY (SELECT switch_tenant(1)) TO STDOUT",
                "COPY (SELECT 1) FROM STDIN WHERE switch_tenant(1)",
            })
    void the_session_may_be_another_afterwards(String sql) {
        SqlAnalysis is = SqlAnalyser.analyse(sql);

        assertThat(is.taints()).isTrue();
        assertThat(is.isWrite()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id int PRIMARY KEY, x numeric(5, 2) DEFAULT 1)",
                "CREATE INDEX i ON item (lower(x))",
                "CREATE UNIQUE INDEX i ON item USING btree (x)",
                "ALTER TABLE item ADD CONSTRAINT c FOREIGN KEY (x) REFERENCES other (id)",
                "ALTER TABLE item DROP COLUMN x",
                "TRUNCATE item",
            })
    void a_definition_changes_no_session(String sql) {
        SqlAnalysis is = SqlAnalyser.analyse(sql);

        assertThat(is.taints()).isFalse();
        assertThat(is.writesUnknown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT x FROM item ORDER BY (SELECT 1 WHERE id = 5)",
                "SELECT x FROM item WHERE y > 1 ORDER BY (SELECT 1 WHERE id = 5)",
                "SELECT x FROM item AS i (other, id) WHERE id = 5",
                "SELECT x FROM item WHERE (SELECT id = 5)",
                "SELECT x FROM item WHERE (id = 5 OR y = 1)",
                "SELECT x FROM item WHERE NOT (id = 5)",
                "SELECT x FROM item WHERE (id = 5) IS NOT TRUE",
                "SELECT x FROM item WHERE (id = 5) = (y = 1)",
                "SELECT x FROM item WHERE (WITH b AS (SELECT 1) SELECT true AND id = 5)",
                "SELECT x FROM item WHERE (id = 5 AND y BETWEEN 1 AND 2)",
            })
    void not_all_rows_that_are_read_have_this_key(String sql) {
        assertThat(SqlAnalyser.analyse(sql).equalities("item"))
                .noneMatch(one -> one.column().equals("id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM item i WHERE y = 1 AND EXISTS (SELECT 1 FROM sale WHERE i.id = 5)",
                "SELECT 1 FROM item WHERE y = 1 AND EXISTS (SELECT 1 FROM sale s WHERE item.id = 5 AND s.x = 1)",
                "SELECT 1 FROM item WHERE y = 1 AND EXISTS (SELECT 1 FROM sale s WHERE sale.id = 5)",
                "SELECT 1 FROM item, sale WHERE id = 5",
            })
    void a_column_of_the_query_around_is_no_key_of_the_inner_one(String sql) {
        assertThat(SqlAnalyser.analyse(sql).equalities("sale"))
                .noneMatch(one -> one.column().equals("id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "SELECT x FROM item WHERE (id = 5)",
                "SELECT x FROM item WHERE ((id = $1) AND (version = $2))",
                "SELECT x FROM item WHERE (id = 5) AND (y = 1 OR y = 2)",
                "SELECT x FROM item WHERE id = 5 ORDER BY (SELECT 1 WHERE id = 6)",
            })
    void parentheses_hide_no_key(String sql) {
        assertThat(SqlAnalyser.analyse(sql).equalities("item"))
                .anyMatch(one -> one.column().equals("id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "UPDATE item SET x = $1, version = $2 WHERE id = $3 AND version = $4 ~ true",
                "UPDATE item SET x = $1, version = $2 WHERE ((id = $3) AND (version = $4)) ~ true",
                "UPDATE item SET state = $1 WHERE id = $2 AND state = $3 ~ true",
                "UPDATE item SET x = $1 WHERE id = $2 AND tenant = $3 ~ false",
                "UPDATE item SET id = $1 WHERE id = $2 ~ false",
                "DELETE FROM item WHERE id = $1 AND version = $2 ~ false",
            })
    void an_update_that_compares_what_it_assigns_is_optimistic(String sql, boolean is) {
        assertThat(SqlAnalyser.analyse(sql).isOptimistic()).isEqualTo(is);
    }

    /** The server cuts it off at 63 bytes: by a longer name, it is another table to us and the same to the server. */
    @Test
    void a_name_that_is_cut_off_may_be_anything() {
        String longest = "t".repeat(63);
        assertThat(SqlAnalyser.analyse("SELECT x FROM " + longest).tables()).containsExactly(longest);
        assertThat(SqlAnalyser.analyse("SELECT x FROM " + longest + "t").isRead())
                .isFalse();
        assertThat(SqlAnalyser.analyse("DELETE FROM \"" + "\u00e4".repeat(32) + "\"")
                        .writesUnknown())
                .isTrue();
    }

    @Test
    void a_copy_of_a_query_is_a_write_only_if_its_query_is_one() {
        SqlAnalysis read = SqlAnalyser.analyse("COPY (SELECT id, x FROM item WHERE y > 1) TO STDOUT (FORMAT csv)");
        assertThat(read.isWrite()).isFalse();
        assertThat(read.taints()).isFalse();
        assertThat(read.isRead()).as("nothing that could be kept").isFalse();
        assertThat(SqlAnalyser.analyse("COPY (DELETE FROM item RETURNING id) TO STDOUT")
                        .writesUnknown())
                .isTrue();
        assertThat(SqlAnalyser.analyse("SELECT * FROM pg_temp.item").hazards()).contains(Hazard.SYSTEM_CATALOG);
    }
}
