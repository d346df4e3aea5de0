package io.perfagent.cache.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.Hazard;
import org.junit.jupiter.api.Test;

/** What long texts, several statements and the driver's own questions do to a session. */
class SqlSessionsTest {
    @Test
    void a_long_text_is_understood_but_no_read_that_is_kept() {
        SqlAnalysis list = SqlAnalyser.analyse("SELECT x FROM a WHERE id IN (1" + ",1".repeat(20_000) + ")");
        assertThat(list.taints() || list.isWrite() || list.isRead()).isFalse();

        SqlAnalysis rows = SqlAnalyser.analyse("INSERT INTO a (id) VALUES (1)" + ",(1)".repeat(20_000));
        assertThat(rows.taints() || rows.writesUnknown()).isFalse();
        assertThat(rows.writes()).containsExactly(TableWrite.whole("a"));

        SqlAnalysis several = SqlAnalyser.analyse("DELETE FROM a WHERE id = 1;".repeat(5_000) + "SET ROLE x");
        assertThat(several.taints()).isTrue();
        assertThat(several.writes()).containsExactly(TableWrite.whole("a"));
    }

    @Test
    void each_statement_that_is_not_understood_says_for_itself_whether_it_changes_the_session() {
        assertThat(SqlAnalyser.analyse("MERGE INTO a USING b ON f; MERGE INTO a USING b ON g")
                        .taints())
                .isFalse();
        assertThat(SqlAnalyser.analyse("MERGE INTO a USING b ON x = y; SET ROLE x")
                        .taints())
                .isTrue();
        assertThat(SqlAnalyser.analyse("TRUNCATE a; CREATE TEMP TABLE b (c int)")
                        .taints())
                .isTrue();
    }

    /** What pgjdbc asks the catalogue by itself must not look like a change of the session. */
    @Test
    void the_drivers_own_questions_are_harmless() {
        String[] texts = {
            "SELECT typinput='pg_catalog.array_in'::regproc as is_array, typtype, typname, pg_type.oid   FROM"
                    + " pg_catalog.pg_type   LEFT JOIN (select ns.oid as nspoid, ns.nspname, r.r           from pg_namespace"
                    + " as ns           join ( select s.r, (current_schemas(false))[s.r] as nspname                 "
                    + " from generate_series(1, array_upper(current_schemas(false), 1)) as s(r) ) as r          using ("
                    + " nspname )        ) as sp     ON sp.nspoid = typnamespace  WHERE typname = $1  ORDER BY sp.r,"
                    + " pg_type.oid DESC",
            "SELECT c.oid, a.attnum, a.attname, c.relname, n.nspname, a.attnotnull OR (t.typtype = 'd' AND"
                    + " t.typnotnull), a.attidentity != '' OR pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE"
                    + " '%nextval(%' FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON (c.relnamespace ="
                    + " n.oid) JOIN pg_catalog.pg_attribute a ON (c.oid = a.attrelid) JOIN pg_catalog.pg_type t ON"
                    + " (a.atttypid = t.oid) LEFT JOIN pg_catalog.pg_attrdef d ON (d.adrelid = a.attrelid AND d.adnum ="
                    + " a.attnum) JOIN (SELECT 16385 AS oid , 1 AS attnum UNION ALL SELECT 16385, 2) vals ON (c.oid ="
                    + " vals.oid AND a.attnum = vals.attnum)",
            "SELECT        result.TABLE_CAT,        result.TABLE_SCHEM FROM      (SELECT current_database() AS TABLE_CAT,"
                    + " n.nspname AS TABLE_SCHEM,   ct.relname AS TABLE_NAME, a.attname AS COLUMN_NAME,  "
                    + " (information_schema._pg_expandarray(i.indkey)).n AS KEY_SEQ, ci.relname AS PK_NAME,  "
                    + " information_schema._pg_expandarray(i.indkey) AS KEYS, a.attnum AS A_ATTNUM FROM pg_catalog.pg_class"
                    + " ct   JOIN pg_catalog.pg_attribute a ON (ct.oid = a.attrelid)   JOIN pg_catalog.pg_namespace n ON"
                    + " (ct.relnamespace = n.oid)   JOIN pg_catalog.pg_index i ON ( a.attrelid = i.indrelid)   JOIN"
                    + " pg_catalog.pg_class ci ON (ci.oid = i.indexrelid) WHERE true  AND n.nspname = 'public' AND"
                    + " ct.relname = 'item' AND i.indisprimary ) result where  result.A_ATTNUM = (result.KEYS).x ORDER BY"
                    + " result.table_name, result.pk_name, result.key_seq",
        };
        for (String text : texts) {
            SqlAnalysis is = SqlAnalyser.analyse(text);
            assertThat(is.isRead() && !is.isWrite() && !is.taints())
                    .as("%s: %s", text, is)
                    .isTrue();
            assertThat(is.hazards()).contains(Hazard.SYSTEM_CATALOG);
        }
    }
}
