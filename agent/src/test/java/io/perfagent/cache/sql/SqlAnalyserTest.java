package io.perfagent.cache.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What texts read, write and depend on: a table of texts, and of those in which other parsers lose a table. */
class SqlAnalyserTest {
    /** Text; tables in order; hazards in order. */
    private static final String[][] READS = {
        {"SELECT name FROM item WHERE id = $1", "item", ""},
        {"select * from public.item i where i.id=$1", "item", ""},
        {"SELECT \"Name\" FROM \"Item\"", "item", ""},
        {"TABLE item", "item", ""},
        {"SELECT count(*), sum(price) FILTER (WHERE price > 3) FROM item", "item", ""},
        {
            "SELECT i.*, p.id::bigint FROM item i JOIN part p ON p.item_id = i.id WHERE p.id = $1 ORDER BY 1",
            "item part",
            ""
        },
        {"SELECT * FROM a, b LEFT OUTER JOIN c USING (id) NATURAL JOIN d CROSS JOIN e", "a b c d e", ""},
        {"SELECT * FROM a JOIN b JOIN c ON b.x = c.x ON a.x = b.x", "a b c", ""},
        {"SELECT * FROM (a JOIN b ON a.x = b.x) JOIN c ON true", "a b c", ""},
        {"SELECT * FROM ((SELECT 1 FROM a) UNION ALL (SELECT 2 FROM b)) t", "a b", ""},
        {"SELECT x FROM a UNION SELECT x FROM b INTERSECT SELECT x FROM c ORDER BY 1 LIMIT 5", "a b c", ""},
        {"SELECT (SELECT max(x) FROM b), CASE WHEN EXISTS (SELECT 1 FROM c) THEN 1 END FROM a", "a b c", ""},
        // Where parsers are known to lose tables: each clause with a query in it.
        {"SELECT x FROM a ORDER BY (SELECT y FROM b WHERE b.id = a.id)", "a b", ""},
        {"SELECT x FROM a GROUP BY x, (SELECT y FROM b)", "a b", ""},
        {"SELECT x FROM a GROUP BY ROLLUP ((SELECT y FROM b))", "a b", ""},
        {"SELECT x FROM a ORDER BY x LIMIT (SELECT n FROM b) OFFSET (SELECT m FROM c)", "a b c", ""},
        {"SELECT x FROM a ORDER BY x FETCH FIRST (SELECT n FROM b) ROWS ONLY", "a b", ""},
        {"SELECT sum(x) OVER (PARTITION BY (SELECT y FROM b) ORDER BY (SELECT z FROM c)) FROM a", "a b c", ""},
        {"SELECT sum(x) OVER w FROM a WINDOW w AS (ORDER BY (SELECT z FROM c))", "a c", ""},
        {"SELECT x FROM a GROUP BY x HAVING count(*) > (SELECT n FROM b)", "a b", ""},
        {"SELECT DISTINCT ON ((SELECT y FROM b)) x FROM a ORDER BY 1", "a b", ""},
        {"SELECT x FROM a JOIN b ON b.id IN (SELECT id FROM c) WHERE a.x = ANY (SELECT x FROM d)", "a b c d", ""},
        {"SELECT ARRAY(SELECT x FROM b), ROW(1, (SELECT 2 FROM c)) FROM a", "a b c", ""},
        {"SELECT x[(SELECT i FROM b)] FROM a", "a b", ""},
        {"SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.id = a.id) l", "a b", ""},
        {"SELECT * FROM a, unnest(ARRAY(SELECT x FROM b)) WITH ORDINALITY AS u(x, n)", "a b", ""},
        {"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY (SELECT y FROM b)) FROM a", "a b", ""},
        {"WITH q AS (SELECT * FROM a) SELECT * FROM q JOIN b ON true", "a b", ""},
        {"WITH item AS (SELECT * FROM item) SELECT * FROM item", "item", ""},
        {"WITH a AS (SELECT 1), b AS (SELECT * FROM a) SELECT * FROM b, c", "c", ""},
        {"WITH RECURSIVE t(n) AS (SELECT id FROM tree UNION ALL SELECT n + 1 FROM t) SELECT * FROM t", "tree", ""},
        {"SELECT * FROM q WHERE x IN (WITH q AS (SELECT 1) SELECT * FROM q)", "q", ""},
        {"VALUES (1, (SELECT x FROM a))", "a", ""},
        {
            "SELECT extract(year FROM d), substring(s FROM 1 FOR 2), trim(both ' ' from s), position('a' in s) FROM a",
            "a",
            ""
        },
        {"SELECT x IS NOT DISTINCT FROM y, x IS DISTINCT FROM 3 FROM a WHERE x IS DISTINCT FROM $1", "a", ""},
        {"SELECT cast(x AS numeric(10, 2)), x::double precision, y::timestamp with time zone, z::text[] FROM a", "a", ""
        },
        {"SELECT 'it''s from b', $$ from d $$, $t$ $$ from e $t$ FROM a", "a", ""},
        {"SELECT data -> 'x' ->> 'y', data @> $1, data ? 'k' FROM a WHERE x = -1", "a", ""},
        {"SELECT x FROM a JOIN (SELECT y FROM b) c ON (a.x = c.y) JOIN (d CROSS JOIN (e)) ON (true)", "a b d e", ""},
        {"SELECT a AS \"from\", b AS order FROM t", "t", ""},
        {"SELECT left(x, 1) FROM a LEFT JOIN b ON left(a.x, 1) = b.x RIGHT JOIN c ON true", "a b c", ""},
        {
            "select i1_0.id,i1_0.name from item i1_0 where i1_0.price>$1 order by i1_0.id fetch first $2 rows only",
            "item",
            ""
        },
        // Hazards.
        {"SELECT now()", "", "NON_DETERMINISTIC NO_TABLE"},
        {"SELECT 1", "", "NO_TABLE"},
        {"SELECT x FROM a WHERE d < current_date", "a", "NON_DETERMINISTIC"},
        {"SELECT x FROM a WHERE d < 'now'::timestamp", "a", "NON_DETERMINISTIC"},
        {"SELECT x FROM a WHERE d < timestamp 'Today 12:00'", "a", "NON_DETERMINISTIC"},
        {"SELECT x FROM a WHERE t = 'nowhere'", "a", ""},
        {"SELECT E'o\\'brien from c' FROM a", "a", "NON_DETERMINISTIC"}, // nobody looks what it says
        {"SELECT x FROM a WHERE d < E'n\\x6fw'::timestamp", "a", "NON_DETERMINISTIC"},
        {"SELECT E'from c' FROM a", "a", ""},
        {"SELECT x FROM a WHERE d < timestamp 'n'\n'ow'", "a", "NON_DETERMINISTIC"},
        {"SELECT x FROM a ORDER BY random()", "a", "NON_DETERMINISTIC"},
        {"SELECT currval('s') FROM a", "a", "NON_DETERMINISTIC"},
        {"SELECT has_table_privilege('a', 'select') FROM a", "a", "SESSION_STATE"},
        {"SELECT x FROM a WHERE x LIKE (y) AND x NOT LIKE ('b') AND lower(x) ILIKE (y)", "a", ""},
        {"SELECT x FROM a WHERE CASE WHEN x = 1 THEN y END LIKE (z)", "a", ""},
        {"SELECT x FROM a WHERE a.last LIKE (y) OR first ILIKE (y) OR a.to LIKE (y)", "a", ""},
        {"SELECT substring(x FOR no), substring(x FOR key) FROM a", "a", ""},
        {"SELECT x FROM a WHERE y IN ((SELECT id FROM b) FOR SHARE)", "a b", "LOCKING"},
        {"SELECT x FROM a WHERE y IN ((SELECT id FROM b) FOR KEY SHARE)", "a b", "LOCKING"},
        {"SELECT last_value FROM item_id_seq", "item_id_seq", "SYSTEM_CATALOG"},
        {"SELECT x FROM a WHERE owner = current_user", "a", "SESSION_STATE"},
        {"SELECT x FROM a WHERE tenant = current_setting('app.tenant')", "a", "SESSION_STATE"},
        {"SELECT x FROM a LIMIT 1", "a", "UNORDERED_LIMIT"},
        {"SELECT x FROM a WHERE y IN (SELECT y FROM b OFFSET 2)", "a b", "UNORDERED_LIMIT"},
        {"SELECT DISTINCT ON (x) x FROM a", "a", "UNORDERED_LIMIT"},
        {"SELECT x FROM a FOR UPDATE", "a", "LOCKING"},
        {"SELECT x FROM a FOR NO KEY UPDATE OF a SKIP LOCKED", "a", "LOCKING"},
        {"SELECT x FROM a FOR KEY SHARE NOWAIT", "a", "LOCKING"},
        {"SELECT pg_advisory_lock(1) FROM a", "a", "LOCKING"},
        {"SELECT relname FROM pg_class", "pg_class", "SYSTEM_CATALOG"},
        {"SELECT * FROM information_schema.tables", "tables", "SYSTEM_CATALOG"},
        {"SELECT 'a'::regclass FROM a", "a", "SYSTEM_CATALOG"},
        {"/* replica */ SELECT x FROM a", "a", "NOT_UNDERSTOOD"},
        {"SELECT x FROM a -- primary", "a", "NOT_UNDERSTOOD"},
        {"SELECT x FROM a; SELECT y FROM b", "a b", "SEVERAL_STATEMENTS"},
    };

    /** Text; whether it may write anything; whether it may change the session. */
    private static final Object[][] UNKNOWN = {
        {"SELECT f(x) FROM a", true, true},
        {"SELECT public.lower(x) FROM a", true, true},
        {"SELECT \"lower\"(x) FROM a", true, true},
        {"SELECT first(x) FROM a", true, true},
        {"SELECT has_edit_privilege($1) FROM a", true, true},
        {"SELECT pg_get_price(x) FROM a", true, true},
        {"SELECT pg_price_is_visible(x) FROM a", true, true},
        {"SELECT is(x, y) FROM a", true, true},
        {"SELECT like(x, y) FROM a", true, true},
        {"SELECT x FROM a WHERE NOT ilike(x, y)", true, true},
        {"COPY (SELECT nextval('s')) TO STDOUT", true, true},
        {"SELECT over(x) FROM a", true, true},
        {"SELECT * FROM f(1)", true, true},
        {"SELECT x::mood FROM a", true, true},
        {"SELECT x OPERATOR(my.+) y FROM a", true, true},
        {"SELECT x <~~~> y FROM a", true, false},
        {"SELECT * INTO b FROM a", true, true},
        {"SELECT x FROM a TABLESAMPLE bernoulli (1)", true, true},
        {"SELECT x FROM a ORDER BY x USING >", true, false},
        {"SELECT 'a\\' FROM b", true, true},
        {"SELECT U&'x' FROM a", true, true},
        {"SELECT x FROM a WHERE", false, false}, // the database will say so
        {"SELECT x FROM a WHERE (", true, false},
        {"SELECT x FROM a )", true, false},
        {"MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE", true, false},
        {"CALL p()", true, true},
        {"DO $$ BEGIN END $$", true, true},
        {"EXECUTE s(1)", true, true},
        {"PREPARE s AS SELECT 1", true, true},
        {"DECLARE c CURSOR FOR SELECT 1", true, true},
        {"FETCH 10 FROM c", true, true},
        {"CREATE TEMP TABLE t (id int)", true, true},
        {"CREATE TABLE t (id int)", true, false},
        {"ALTER TABLE t ADD COLUMN x int", true, false},
        {"TRUNCATE t", true, false},
        {"REFRESH MATERIALIZED VIEW v", true, false},
        {"GRANT SELECT ON t TO u", true, false},
        {"COMMIT PREPARED 'x'", true, false},
        {"EXPLAIN ANALYZE DELETE FROM a", true, true},
        {"COPY (DELETE FROM a RETURNING *) TO STDOUT", true, true},
        {"COPY a FROM PROGRAM 'x' WHERE f(y)", true, true},
        {"UPDATE a SET x = f(y)", true, true},
        {"nonsense", true, true},
        {"SET search_path TO x", false, true},
        {"SET ROLE app", false, true},
        {"SET LOCAL app.tenant = '1'", false, true},
        {"SET SESSION AUTHORIZATION x", false, true},
        {"SET TIME ZONE 'UTC'", false, true},
        {"RESET ALL", false, true},
        {"DISCARD ALL", false, true},
        {"LISTEN c", false, true},
        {"SELECT set_config('app.tenant', $1, false)", false, true},
        {"SELECT x FROM a WHERE set_config('role', 'x', true) IS NULL", false, true},
        {"SET statement_timeout = 100", false, false},
        {"SET SESSION application_name TO 'x'", false, false},
        {"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED", false, false},
        {"BEGIN", false, false},
        {"COMMIT", false, false},
        {"ROLLBACK TO SAVEPOINT s", false, false},
        {"SAVEPOINT s", false, false},
        {"PREPARE TRANSACTION 'x'", false, false},
        {"SHOW TRANSACTION ISOLATION LEVEL", false, false},
        {"EXPLAIN SELECT 1", false, false},
        {"NOTIFY c", false, false},
        {"COPY a TO STDOUT", false, false},
        {"START_REPLICATION SLOT s LOGICAL 0/0", false, true},
        {"", false, false},
        {"  ;; ", false, false},
    };

    private static String words(Iterable<?> all) {
        TreeSet<String> sorted = new TreeSet<>();
        all.forEach(one -> sorted.add(String.valueOf(one)));
        return String.join(" ", sorted);
    }

    private static String sorted(String words) {
        return words.isEmpty() ? "" : words(List.of(words.split(" ")));
    }

    @Test
    void every_table_and_hazard_of_a_read_is_found() {
        List<String> wrong = new ArrayList<>();
        for (String[] row : READS) {
            SqlAnalysis is = SqlAnalyser.analyse(row[0]);
            String tables = words(is.tables());
            String hazards = words(is.hazards());
            if (!is.isRead()
                    || is.isWrite()
                    || is.taints()
                    || !tables.equals(sorted(row[1]))
                    || !hazards.equals(sorted(row[2]))) {
                wrong.add(row[0] + ": " + is);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void what_is_not_understood_may_write_anything() {
        List<String> wrong = new ArrayList<>();
        for (Object[] row : UNKNOWN) {
            SqlAnalysis is = SqlAnalyser.analyse((String) row[0]);
            boolean served = is.isRead() && is.hazards().isEmpty();
            if (is.writesUnknown() != (boolean) row[1]
                    || is.taints() != (boolean) row[2]
                    || served && (boolean) row[1]) {
                wrong.add(row[0] + ": " + is);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void writes_tell_their_table_rows_and_columns() {
        Object[][] rows = {
            {"INSERT INTO item (id, name) VALUES ($1, $2)", "item [[id=$1, name=$2]] "},
            {"INSERT INTO item (id, n) VALUES ($1, 'x'), (7, lower($2))", "item [[id=$1], [id=7]] "},
            {"INSERT INTO item VALUES (1, 2)", "item [[]] "},
            {"INSERT INTO item (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id", "item [[id=$1]] "},
            {"INSERT INTO item (id, n) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET n = excluded.n", "item [] n"},
            {"INSERT INTO item (id) OVERRIDING SYSTEM VALUE VALUES ($1)", "item [[id=$1]] "},
            {"INSERT INTO item (id) OVERRIDING USER VALUE VALUES ($1)", "item [] "},
            {"INSERT INTO item (id) SELECT id FROM other", "item [] "},
            {"INSERT INTO item DEFAULT VALUES", "item [] "},
            {"UPDATE item SET name = $1, price = price + 1 WHERE id = $2", "item [[id=$2]] name price"},
            {
                "UPDATE ONLY shop.item AS i SET (name, price) = ($1, $2) WHERE $3 = i.id AND i.price > 3",
                "item [[id=$3]] name price"
            },
            {"UPDATE item SET name = $1", "item [] name"},
            {"UPDATE item SET name = $1 WHERE id = $2 OR true", "item [] name"},
            {"UPDATE item SET name = $1 WHERE NOT id = $2", "item [] name"},
            {"UPDATE item SET name = $1 WHERE x BETWEEN y AND id = $2", "item [] name"},
            {"UPDATE item SET name = $1 WHERE CASE WHEN a AND id = $2 AND b THEN true END", "item [] name"},
            {"UPDATE item SET name = $1 WHERE (a OR b) AND id = $2", "item [[id=$2]] name"},
            {"UPDATE item SET name = $1 WHERE id = $2 + 1", "item [] name"},
            {"UPDATE item SET name = $1 FROM other WHERE id = $2", "item [] name"},
            {"UPDATE item SET name = $1 WHERE id = $2 AND EXISTS (SELECT 1 FROM other)", "item [] name"},
            {"DELETE FROM item WHERE id = 5", "item [] "},
            {"DELETE FROM item USING other WHERE item.id = $1", "item [] "},
            {
                "WITH x AS (DELETE FROM item WHERE id = $1 RETURNING *) INSERT INTO old SELECT * FROM x",
                "item [] , old [] "
            },
            {"WITH x AS (UPDATE item SET n = 1 RETURNING *) SELECT * FROM x", "item [] n"},
            {"UPDATE item SET n = $1 WHERE id = $2; DELETE FROM part WHERE id = $1", "item [] , part [] "},
            {"SELECT nextval('s')", " [] "},
            {"SELECT setval('s', $1) FROM item", " [] "},
            {"INSERT INTO item (id, n) VALUES (nextval('s'), $1)", "item [[n=$1]] ,  [] "},
            {"COPY item (id, name) FROM STDIN WITH (FORMAT csv)", "item [] "},
        };
        List<String> wrong = new ArrayList<>();
        for (Object[] row : rows) {
            SqlAnalysis is = SqlAnalyser.analyse((String) row[0]);
            List<String> writes = new ArrayList<>();
            for (TableWrite write : is.writes()) {
                List<List<String>> keys = new ArrayList<>();
                for (List<Equality> one : write.rows()) {
                    keys.add(texts(one));
                }
                writes.add(write.table() + " " + keys + " " + words(write.assigned()));
            }
            if (is.isRead() && is.hazards().isEmpty()
                    || is.writesUnknown()
                    || is.taints()
                    || !String.join(", ", writes).equals(row[1])) {
                wrong.add(row[0] + ": " + writes + " " + is);
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static List<String> texts(List<Equality> equalities) {
        List<String> texts = new ArrayList<>();
        for (Equality one : equalities) {
            texts.add(
                    one.column() + "=" + (one.parameter() > 0 ? "$" + one.parameter() : String.valueOf(one.literal())));
        }
        return texts;
    }

    @Test
    void a_read_is_by_key_of_the_tables_that_it_names_once() {
        String[][] rows = {
            {"SELECT * FROM item WHERE id = $1", "item: id=$1"},
            {"SELECT * FROM item i WHERE i.id = $1 AND i.shop = 7 AND i.name <> 'x'", "item: id=$1 shop=7"},
            {"SELECT count(*) FROM item WHERE $1 = id GROUP BY name HAVING count(*) > 2 ORDER BY 1", "item: id=$1"},
            {"SELECT * FROM item WHERE id = $1 OR id = $2", ""},
            {"SELECT * FROM item WHERE id IN ($1)", ""},
            {"SELECT * FROM item i(name, id) WHERE id = $1", ""},
            {"SELECT * FROM item JOIN part ON true WHERE item.id = $1", "item: id=$1"},
            {"SELECT * FROM item i JOIN part p USING (shop) WHERE i.id = $1 AND p.id = $2", "item: id=$1; part: id=$2"},
            {"SELECT * FROM item AS part LEFT JOIN part AS item ON true WHERE item.id = $1", "part: id=$1"},
            {"SELECT * FROM item i FULL JOIN part p ON i.id = p.id WHERE i.id = $1", "item: id=$1"},
            {"SELECT * FROM item i JOIN part p ON i.id = $1", ""},
            {"SELECT * FROM item i, part p WHERE p.item = i.id AND i.id = $1", "item: id=$1"},
            {"SELECT * FROM item i, part p WHERE i.id = $1 OR p.id = $2", ""},
            {"SELECT * FROM item, part WHERE id = $1", ""},
            {"SELECT * FROM item, part WHERE x.id = $1 AND a.item.id = $2", ""},
            {"SELECT * FROM item i JOIN item j ON true WHERE i.id = $1", ""},
            {"SELECT * FROM a.item i JOIN b.item j ON true WHERE i.id = $1", ""},
            {"SELECT * FROM item i JOIN (part p JOIN shop s ON true) ON true WHERE i.id = $1", ""},
            {"SELECT * FROM item i JOIN LATERAL (SELECT 1 FROM part) p ON true WHERE i.id = $1", ""},
            {"SELECT * FROM item i, generate_series(1, 2) g WHERE i.id = $1", ""},
            {"SELECT * FROM item WHERE id = $1 AND EXISTS (SELECT 1 FROM part)", "item: id=$1"},
            {"SELECT * FROM item WHERE id = $1 AND EXISTS (SELECT 1 FROM item WHERE id = 3)", ""},
            {
                "SELECT * FROM item WHERE id = $1 ORDER BY (SELECT n FROM part p WHERE p.id = 3)",
                "item: id=$1; part: id=3"
            },
            {"SELECT * FROM item WHERE id = $1 UNION SELECT * FROM item WHERE id = $2", ""},
            {"SELECT * FROM (SELECT id, sum(x) OVER () FROM item) t WHERE t.id = $1", ""},
            {"WITH t AS (SELECT * FROM item) SELECT * FROM t WHERE id = $1", ""},
            {"SELECT (SELECT n FROM item WHERE id = $1)", "item: id=$1"},
        };
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows) {
            List<String> found = new ArrayList<>();
            new TreeMap<>(SqlAnalyser.analyse(row[0]).rows())
                    .forEach((table, of) -> found.add(table + ": " + String.join(" ", texts(of))));
            String is = String.join("; ", found);
            if (!is.equals(row[1])) {
                wrong.add(row[0] + ": " + is);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void columns_that_are_taken_without_a_name_are_noticed() {
        String[] more = {
            "SELECT * FROM account",
            "SELECT DISTINCT * FROM account",
            "SELECT DISTINCT ON (x) * FROM account ORDER BY x",
            "SELECT x, a.* FROM account a",
            "SELECT (a).* FROM account a",
            "TABLE account",
            "SELECT a FROM account a",
            "SELECT account FROM account",
            "SELECT row_to_json(a) FROM account a",
            "SELECT x FROM item WHERE EXISTS (SELECT * FROM account)",
            "WITH c AS (SELECT * FROM account) SELECT x FROM c",
        };
        String[] none = {
            "SELECT count(*), x * 2, (x) * (y) FROM account a WHERE a.x * a.y > 1",
            "SELECT a.x FROM shop.account a",
            "SELECT account.x FROM account",
        };
        for (String sql : more) {
            assertThat(SqlAnalyser.analyse(sql).takesMoreColumns()).as(sql).isTrue();
        }
        for (String sql : none) {
            assertThat(SqlAnalyser.analyse(sql).takesMoreColumns()).as(sql).isFalse();
        }
        assertThat(SqlAnalyser.names("SELECT \"Hash\" FROM shop.account WHERE id = $1"))
                .contains("Hash", "account", "id");
    }

    @Test
    void isolation_and_versions_are_recognised() {
        assertThat(SqlAnalyser.analyse("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED")
                        .isolation())
                .isEqualTo("read committed");
        assertThat(SqlAnalyser.analyse("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                        .isolation())
                .isEqualTo("serializable");
        assertThat(SqlAnalyser.analyse("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
                        .isolation())
                .isNull();
        assertThat(SqlAnalyser.analyse("SHOW TRANSACTION ISOLATION LEVEL").asksIsolation())
                .isTrue();
        assertThat(SqlAnalyser.analyse("SHOW server_version").asksIsolation()).isFalse();
        assertThat(SqlAnalyser.analyse("UPDATE a SET v = v + 1 WHERE id = $1 AND v = $2")
                        .isOptimistic())
                .isTrue();
        assertThat(SqlAnalyser.analyse("UPDATE a SET n = $3 WHERE id = $1").isOptimistic())
                .isFalse();
    }

    /** A table that is read somewhere in a text is found, whatever is put around it: or the text is not served. */
    @Test
    void a_table_is_never_lost_wherever_it_stands() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] frames = {
            "SELECT x FROM a WHERE y = (%s)",
            "SELECT (%s) FROM a",
            "SELECT x FROM (%s) t",
            "SELECT x FROM a ORDER BY (%s)",
            "SELECT x FROM a ORDER BY x LIMIT (%s)",
            "WITH c AS (%s) SELECT * FROM c",
            "SELECT x FROM a UNION ALL (%s)",
            "SELECT f FROM a WHERE x IN (%s)",
            "SELECT sum(x) OVER (ORDER BY (%s)) FROM a",
            "SELECT 'FROM ('; %s",
            "SELECT x FROM a GROUP BY (%s)",
            "SELECT count(*) FILTER (WHERE EXISTS (%s)) FROM a",
            "(%s)",
            "SELECT x FROM a JOIN b ON (%s) IS NULL",
            "SELECT * FROM a, LATERAL (%s) l",
            "VALUES ((%s))",
            "SELECT CASE WHEN x THEN (%s) ELSE y END FROM a",
            "SELECT coalesce((%s), 1) FROM a",
            "SELECT x[(%s)] FROM a",
        };
        for (int i = 0; i < 5_000; i++) {
            String text = "SELECT n FROM wanted WHERE id = $1";
            for (int depth = random.nextInt(6); depth >= 0; depth--) {
                text = frames[random.nextInt(frames.length)].replace("%s", text);
            }
            SqlAnalysis is = SqlAnalyser.analyse(text);

            boolean kept = is.isRead() && is.hazards().isEmpty();
            assertThat(!kept || is.tables().contains("wanted"))
                    .as("seed %s: %s", seed, text)
                    .isTrue();
            assertThat(is.isRead() || is.writesUnknown())
                    .as("seed %s: %s", seed, text)
                    .isTrue();
        }
    }

    /** Nothing that is cut or garbled makes the analysis fail, and what it says of it is not that it is harmless to serve. */
    @Test
    void garbled_texts_are_answered_too() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String[] row : READS) {
            for (int i = 0; i < 50; i++) {
                StringBuilder text = new StringBuilder(row[0]);
                text.setCharAt(random.nextInt(text.length()), " '\"$();,:\\/-*x1".charAt(random.nextInt(15)));
                String cut = text.substring(0, random.nextInt(text.length() + 1));
                assertThat(SqlAnalyser.analyse(cut))
                        .as("seed %s: %s", seed, cut)
                        .isNotNull();
            }
        }
        String deep = "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000);
        assertThat(SqlAnalyser.analyse(deep).writesUnknown()).isTrue();
        assertThat(SqlAnalyser.analyse("SELECT '" + "x".repeat(300_000) + "'").writesUnknown())
                .isTrue();
    }
}
