package io.perfagent.trace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {
    private static final String LITERALS = """
            SELECT id FROM item WHERE price=12           | SELECT id FROM item WHERE price=?
            SELECT id FROM item WHERE price >= -12.50    | SELECT id FROM item WHERE price >= ?
            SELECT id FROM item WHERE price<.5           | SELECT id FROM item WHERE price<?
            SELECT 1.5e-9, +3, 2E+9                      | SELECT ?, ?, ?
            SELECT 123-45-6789, 1/2                      | SELECT ?, ?/?
            SELECT 0x1fA, 0b101, 0o17, 1_000_000         | SELECT ?, ?, ?, ?
            SELECT a1, b_2, x.y3 FROM t4                 | =
            SELECT a + b - c FROM t                      | =
            SELECT id FROM t WHERE ok = TRUE AND x IS NULL AND y = false | =
            SELECT ''                                    | SELECT ?
            SELECT 'it''s', 'a' 'b'                      | SELECT ?, ? ?
            SELECT N'x', X'1F', DATE '2020-01-01', U&'x' | SELECT N?, X?, DATE ?, U&?
            SELECT '"', "'" FROM t                       | SELECT ?, ? FROM t
            SELECT 'a /* b', c -- 'd'                    | SELECT ?, c -- ?
            SELECT $$it's$$, $a$x $b$ y$a$, $$$$         | SELECT ?, ?, ?
            SELECT a FROM t WHERE b = $1 AND c = $23     | =
            SELECT a FROM t WHERE b = :name AND c = @p1  | =
            SELECT E'it\\'s', 5 FROM t                   | SELECT E?, ? FROM t
            SELECT q'[it's]', nq'{a}', Q'!b!' FROM dual  | SELECT q?, nq?, Q? FROM dual
            SELECT '\\\\', 5 FROM t                      | SELECT ?, ? FROM t
            SELECT 'a\\' OR b = 'secret'                 | SELECT ?
            SELECT a FROM t WHERE b = 'never closed      | SELECT a FROM t WHERE b = ?
            SELECT a FROM t WHERE b = $x$never closed    | SELECT a FROM t WHERE b = ?
            SELECT a FROM `never closed                  | SELECT a FROM ?
            SELECT `a 1`, [b 2], [c].[d 3] FROM t        | =
            SELECT [Driver's License] FROM t WHERE n = 'alice' | SELECT ?
            SELECT [2023's total], 'alice' FROM t        | SELECT ?
            SELECT a FROM t WHERE b > $542023.14         | SELECT a FROM t WHERE b > ?
            SELECT a FROM t WHERE b > $542023            | SELECT a FROM t WHERE b > ?
            SELECT ARRAY[1,2], m['k'], m[i+1], [3, 4]    | SELECT ARRAY[?,?], m[?], m[i?], [?, ?]
            SELECT x::int, j->>'a', j #> '{b}' FROM t    | SELECT x::int, j->>?, j #> ? FROM t
            SELECT a FROM t WHERE b IN (1, 2,3)          | SELECT a FROM t WHERE b IN (?)
            SELECT a FROM t WHERE b in('x' , ?)          | SELECT a FROM t WHERE b in(?)
            SELECT a FROM t WHERE b NOT IN ( -1 )        | SELECT a FROM t WHERE b NOT IN (?)
            SELECT a FROM t WHERE b IN (1, c)            | SELECT a FROM t WHERE b IN (?, c)
            SELECT a FROM t WHERE b IN ((1,2),(3,4))     | SELECT a FROM t WHERE b IN ((?,?),(?,?))
            SELECT MAXMIN(1, 2), begin(3, 4)             | SELECT MAXMIN(?, ?), begin(?, ?)
            SELECT 1/* 2 'x' it's y */, 3                | SELECT ?/* ? ? it's y */, ?
            SELECT 1 /* ''' 5 */, 3                      | SELECT ? /* ?*/, ?
            SELECT 1 /* a /* b */ 'c' */, 'd'            | SELECT ? /* a ?
            SELECT 1 /* never 5                          | SELECT ? /* never ?
            SELECT 1 --83                                | SELECT ? --?
            SELECT 5--6                                  | SELECT ?--?
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = LITERALS, quoteCharacter = '\1')
    void literalsAreReplaced(String sql, String query) {
        assertThat(SqlText.of(sql, SqlDialect.GENERIC).query()).isEqualTo(query.equals("=") ? sql : query);
    }

    @Test
    void an_amount_of_money_is_a_literal_of_sql_server() {
        assertThat(SqlText.of("SELECT a FROM t WHERE b = $42", SqlDialect.of("microsoft.sql_server"))
                        .query())
                .isEqualTo("SELECT a FROM t WHERE b = ?");
        assertThat(SqlText.of("SELECT a FROM t WHERE b = $42", SqlDialect.of("postgresql"))
                        .query())
                .isEqualTo("SELECT a FROM t WHERE b = $42");
    }

    private static final String SUMMARIES = """
            SELECT * FROM item                                          | SELECT item
            select i.id from shop.item as i                             | select shop.item
            SELECT 1                                                    | SELECT
            SELECT * FROM item i, "order" AS o, tag                     | SELECT item "order" tag
            SELECT * FROM a LEFT JOIN b ON a.x = b.x, c CROSS JOIN d    | SELECT a b c d
            SELECT * FROM a JOIN (b JOIN c ON b.x = c.x) ON a.y = b.y   | SELECT a b c
            SELECT * FROM (SELECT * FROM a) s, b                        | SELECT SELECT a b
            SELECT * FROM (a), (b) WHERE x IN (1, 2)                    | SELECT a b
            SELECT (SELECT max(x) FROM a), y FROM b                     | SELECT SELECT a b
            SELECT * FROM a WHERE EXISTS (SELECT 1 FROM b JOIN c USING (x)) ORDER BY y, z | SELECT a SELECT b c
            SELECT * FROM a UNION ALL SELECT * FROM b                   | SELECT a SELECT b
            (SELECT * FROM a) EXCEPT (SELECT * FROM b)                  | SELECT a SELECT b
            SELECT * FROM (VALUES (1, 2), (3, 4)) AS v(a, b), c         | SELECT c
            SELECT * FROM a, LATERAL (SELECT * FROM b) l                | SELECT a SELECT b
            SELECT * FROM a CROSS APPLY split(a.x, ',') s               | SELECT a split
            SELECT * FROM series(1, 9) s, b                             | SELECT series b
            SELECT EXTRACT(YEAR FROM x), trim('y' FROM z) FROM a        | SELECT a
            SELECT * FROM a WHERE x IS DISTINCT FROM y                  | SELECT a
            SELECT * FROM a GROUP BY x, y HAVING z > 1 LIMIT :m, :n     | SELECT a
            SELECT * FROM a FOR UPDATE OF x, y                          | SELECT a
            SELECT * FROM a WITH (NOLOCK) JOIN b WITH (NOLOCK) ON 1 = 1 | SELECT a b
            SELECT CAST(x AS timestamp with time zone) FROM a           | SELECT a
            SELECT sum(x) OVER w FROM a WINDOW w AS (ORDER BY y), v AS () | SELECT a
            SELECT * INTO b FROM a                                      | SELECT a
            SELECT * FROM ONLY a                                        | SELECT a
            SELECT * FROM update, table, select_2                       | SELECT update table select_2
            SELECT * FROM [my item], `x y`.z, v$session                 | SELECT [my item] `x y`.z v$session
            SELECT * FROM item@remote                                   | SELECT item@remote
            SELECT /* FROM b */ * FROM a -- JOIN c                      | SELECT a
            from Item i join i.tags t where i.id = :id                  | select Item i.tags
            WITH a AS (SELECT * FROM b) SELECT * FROM a JOIN c ON 1 = 1 | SELECT b SELECT c
            WITH RECURSIVE a(x, y) AS (SELECT 1 UNION SELECT x FROM A), d AS (SELECT 2) SELECT * FROM d | SELECT SELECT SELECT SELECT
            WITH a AS (DELETE FROM b RETURNING *) INSERT INTO c SELECT * FROM a | DELETE b INSERT c SELECT
            SELECT * FROM (WITH a AS (SELECT * FROM b) SELECT * FROM a) s | SELECT SELECT b SELECT
            INSERT INTO a (x, y) VALUES (1, (SELECT max(z) FROM b))     | INSERT a SELECT b
            INSERT INTO a SELECT * FROM b JOIN c ON b.x = c.x           | INSERT a SELECT b c
            INSERT INTO a WITH b AS (SELECT * FROM c) SELECT * FROM b   | INSERT a SELECT c SELECT
            insert into a values (1) on conflict (x) do update set y = 2 | insert a
            UPDATE a SET x = (SELECT y FROM b) WHERE z IN (1)           | UPDATE a SELECT b
            UPDATE a SET x = b.x FROM b                                 | UPDATE a
            DELETE FROM a USING b WHERE a.x = b.x                       | DELETE a
            DELETE a FROM a JOIN b ON a.x = b.x                         | DELETE a
            MERGE INTO a USING (SELECT * FROM b) s ON (a.x = s.x) WHEN MATCHED THEN UPDATE SET y = 1 | MERGE a SELECT b
            REPLACE INTO a VALUES (1)                                   | REPLACE a
            VALUES (1), (2)                                             | VALUES
            CREATE TABLE IF NOT EXISTS a (x int)                        | CREATE TABLE a
            CREATE UNIQUE INDEX i ON a (x)                              | CREATE INDEX i
            CREATE OR REPLACE VIEW v AS SELECT * FROM a                 | CREATE VIEW v SELECT a
            create temporary table a as with b as (select 1 from c) select * from b | create table a select c select
            ALTER TABLE a DROP COLUMN x, ADD y int                      | ALTER TABLE a
            DROP INDEX i                                                | DROP INDEX i
            TRUNCATE TABLE a                                            | TRUNCATE TABLE a
            LOCK TABLES a WRITE, b READ                                 | LOCK TABLES a
            EXPLAIN ANALYZE SELECT * FROM a                             | EXPLAIN SELECT a
            BEGIN TRANSACTION                                           | BEGIN TRANSACTION
            ROLLBACK TO SAVEPOINT x                                     | ROLLBACK
            GRANT SELECT ON a TO b                                      | GRANT
            REVOKE SELECT ON a FROM b                                   | REVOKE
            SHOW CREATE TABLE a                                         | SHOW
            USE shop                                                    | USE shop
            SELECT * FROM a; DELETE FROM b;;                            | SELECT a; DELETE b
            ; ; SELECT 1 ;                                              | SELECT
            DECLARE c CURSOR FOR SELECT * FROM a                        | SELECT a
            COPY a FROM STDIN                                           | ''
            merge (into )))                                             | merge
            what is this                                                | ''
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = SUMMARIES, quoteCharacter = '\1')
    void summariesNameOperationsAndTargets(String sql, String summary) {
        String expected = summary.equals("''") ? "" : summary;
        for (SqlDialect dialect : SqlDialect.values()) {
            SqlText text = SqlText.of(sql, dialect);
            assertThat(text.summary()).as("%s", dialect).isEqualTo(expected);
            assertThat(text.storedProcedure()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "CALL refresh(1),                     CALL refresh,          refresh",
                "{call shop.refresh},                 call shop.refresh,     shop.refresh",
                "{? = call refresh(?)},               call refresh,          refresh",
                "EXEC refresh @x = 1,                 EXEC refresh,          refresh",
                "execute [dbo].[refresh] 5,           execute [dbo].[refresh], [dbo].[refresh]",
                "EXEC @rc = refresh,                  EXEC refresh,          refresh",
                "call next value for item_seq,        call item_seq,         -",
                "CALL next_item(5),                   CALL next_item,        next_item"
            })
    void proceduresAreNamed(String sql, String summary, String procedure) {
        SqlText text = SqlText.of(sql, SqlDialect.GENERIC);
        assertThat(text.summary()).isEqualTo(summary);
        assertThat(text.storedProcedure()).isEqualTo(procedure);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            GENERIC  | SELECT "a b", "c"."d" FROM "t"    | SELECT ?, "c"."d" FROM ?         | SELECT "t"
            STANDARD | SELECT "a b", "c"."d" FROM "t"    | SELECT "a b", "c"."d" FROM "t"   | SELECT "t"
            MYSQL    | SELECT "a b", "c"."d" FROM `t`    | SELECT ?, "c"."d" FROM `t`       | SELECT `t`
            MYSQL    | SELECT 'it\\'s', "a\\"b", 5 FROM t | SELECT ?, ?, ? FROM t            | SELECT t
            MYSQL    | SELECT 5 # it's 6                 | SELECT ? # it's ?                | SELECT
            MYSQL    | SELECT 5 #'x 6                    | SELECT ? #?                      | SELECT
            STANDARD | SELECT "a""b" FROM "c""d"         | SELECT "a""b" FROM "c""d"        | SELECT "c""d"
            STANDARD | SELECT "never closed 5            | SELECT ?                         | SELECT
            STANDARD | SELECT a /* "never 'x' */, 'y'    | SELECT a /* "never ? */, ?       | SELECT
            """)
    void dialectsDifferInTheirQuotes(SqlDialect dialect, String sql, String query, String summary) {
        SqlText text = SqlText.of(sql, dialect);
        assertThat(text.query()).isEqualTo(query);
        assertThat(text.summary()).isEqualTo(summary);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, STANDARD",
        "oracle.db, STANDARD",
        "mysql, MYSQL",
        "mariadb, MYSQL",
        "h2database, GENERIC",
        "microsoft.sql_server, SQL_SERVER",
        "other_sql, GENERIC"
    })
    void dialectsOfDatabases(String system, SqlDialect dialect) {
        assertThat(SqlDialect.of(system)).isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\1', textBlock = """
            CREATE USER anna PASSWORD secret                        | CREATE USER anna PASSWORD ?
            CREATE USER password PASSWORD secret                    | CREATE USER password PASSWORD ?
            ALTER USER anna IDENTIFIED BY secret REPLACE secret     | ALTER USER anna IDENTIFIED BY ?
            CREATE ROLE anna LOGIN PASSWORD secret                  | CREATE ROLE anna LOGIN PASSWORD ?
            CREATE USER anna WITH PASSWORD secret                   | CREATE USER anna WITH PASSWORD ?
            CONNECT anna PASSWORD secret                            | CONNECT anna PASSWORD ?
            EXPORT t WITH ENCRYPTION PASSWORD secret                | EXPORT t WITH ENCRYPTION PASSWORD ?
            SELECT 1; GRANT ALL ON t TO anna IDENTIFIED BY secret   | SELECT ?; GRANT ALL ON t TO anna IDENTIFIED BY ?
            SELECT password FROM account                            | =
            CREATE TABLE account (password text)                    | =
            GRANT SELECT ON password TO anna                        | =
            INSERT INTO account (password) VALUES (?)               | =
            """)
    void passwordsWithoutQuotesAreLeftOut(String sql, String query) {
        assertThat(SqlText.of(sql, SqlDialect.GENERIC).query()).isEqualTo(query.equals("=") ? sql : query);
    }

    @Test
    void whitespaceIsOneSpace() {
        assertThat(SqlText.of("SELECT\t a\r\n FROM\n\nb ", SqlDialect.GENERIC).query())
                .isEqualTo("SELECT a FROM b ");
        assertThat(SqlText.of("-- DELETE\nSELECT * FROM b", SqlDialect.GENERIC).summary())
                .isEqualTo("SELECT b");
        assertThat(SqlText.of("", SqlDialect.GENERIC).query()).isEmpty();
    }

    @Test
    void summariesEndAtAWord() {
        StringBuilder sql = new StringBuilder("SELECT * FROM t0");
        for (int i = 1; i < 200; i++) {
            sql.append(", table_").append(i);
        }
        String summary = SqlText.of(sql.toString(), SqlDialect.GENERIC).summary();
        assertThat(summary).hasSizeLessThanOrEqualTo(255).startsWith("SELECT t0 table_1 ");
        String last = summary.substring(summary.lastIndexOf('_') + 1);
        assertThat(summary.length() + " table_".length() + last.length()).isGreaterThan(255);
        assertThat(sql).contains("table_" + last + ",");
        assertThat(SqlText.of("SELECT * FROM " + "x".repeat(300), SqlDialect.GENERIC)
                        .summary())
                .isEqualTo("SELECT");
    }

    @Test
    void textsAreCut() {
        String sql = "SELECT a FROM t WHERE " + "b = 'secret' AND ".repeat(50_000);
        SqlText text = SqlText.of(sql, SqlDialect.GENERIC);
        assertThat(text.query()).hasSize(32 * 1024).doesNotContain("secret");
        assertThat(text.summary()).isEqualTo("SELECT t");
        String pair = "SELECT " + "a".repeat(32 * 1024 - 8) + "\ud83c\udf88";
        assertThat(SqlText.of(pair, SqlDialect.GENERIC).query()).hasSize(32 * 1024 - 1);
        assertThat(SqlText.of(pair, SqlDialect.GENERIC, false).query()).hasSize(32 * 1024 - 1);
    }

    @Test
    void aLongListIsShortenedBeforeTheTextIsCut() {
        String sql = "SELECT a FROM t WHERE b IN (" + "?, ".repeat(100_000) + "?) AND c = 5";
        assertThat(SqlText.of(sql, SqlDialect.GENERIC).query()).isEqualTo("SELECT a FROM t WHERE b IN (?) AND c = ?");
    }

    @Test
    void literalsCanBeKept() {
        SqlText text = SqlText.of("SELECT  1 FROM a", SqlDialect.GENERIC, false);
        assertThat(text.query()).isEqualTo("SELECT  1 FROM a");
        assertThat(text.summary()).isEqualTo("SELECT a");
    }
}
