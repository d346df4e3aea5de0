package io.perfagent.trace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SqlFuzzTest {
    private static final String MARK = "7777";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** A literal that holds the mark. */
    private String literal(SqlDialect dialect) {
        String inner = noise();
        return switch (random.nextInt(dialect == SqlDialect.STANDARD ? 9 : 10)) {
            case 0 -> "'" + inner.replace("'", "''") + MARK + "'";
            case 1 -> MARK + (random.nextBoolean() ? "" : ".5e3");
            case 2 -> "-" + MARK;
            case 3 -> "0x" + MARK;
            case 4 -> "$$" + inner.replace("$", "") + MARK + "$$";
            case 5 -> "$t$" + inner.replace("$", "") + MARK + "$t$";
            case 6 -> "E'" + inner.replace("'", "\\'") + MARK + "'";
            case 7 -> "N'" + MARK + inner.replace("'", "''") + "'";
            case 8 -> "ARRAY[" + MARK + ",'" + MARK + "']";
            default -> "\"" + inner.replace("\"", "\"\"") + MARK + "\"";
        };
    }

    private String noise() {
        String[] parts = {"'", "\"", " ", "--", "/*", "*/", "a", ";", "(", ")", "SELECT", "$", "\n", "[", "`", "."};
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            out.append(parts[random.nextInt(parts.length)]);
        }
        return out.toString();
    }

    private String statement(SqlDialect dialect) {
        StringBuilder sql =
                new StringBuilder("SELECT a, ").append(literal(dialect)).append(" FROM t");
        for (int i = random.nextInt(4); i > 0; i--) {
            sql.append(
                    switch (random.nextInt(6)) {
                        case 0 -> " WHERE b = " + literal(dialect);
                        case 1 -> " AND c IN (" + literal(dialect) + "," + literal(dialect) + ")";
                        case 2 -> " /* note */ OR d <> " + literal(dialect) + " ";
                        case 3 -> " -- it's a note\n AND e=" + literal(dialect) + " ";
                        case 4 ->
                            " UNION (SELECT " + literal(dialect) + " FROM `x` JOIN u ON f>" + literal(dialect) + ")";
                        default -> "; INSERT INTO v VALUES (" + literal(dialect) + ", " + literal(dialect) + ")";
                    });
        }
        return sql.toString();
    }

    @Test
    void noLiteralSurvives() {
        for (int i = 0; i < 20_000; i++) {
            for (SqlDialect dialect : SqlDialect.values()) {
                String sql = statement(dialect);
                SqlText text = SqlText.of(sql, dialect);
                assertThat(text.query())
                        .as("seed %d, %s: %s", seed, dialect, sql)
                        .doesNotContain(MARK);
                assertThat(text.summary())
                        .as("seed %d, %s: %s", seed, dialect, sql)
                        .doesNotContain(MARK);
                assertThat(text.summary()).startsWith("SELECT");
            }
        }
    }

    @Test
    void aSanitisedTextStaysAsItIs() {
        for (int i = 0; i < 20_000; i++) {
            for (SqlDialect dialect : SqlDialect.values()) {
                // A line comment goes on to the end once its line break has become a space.
                String sql = statement(dialect).replace("-- it's a note\n", "");
                String once = SqlText.of(sql, dialect).query();
                assertThat(SqlText.of(once, dialect).query())
                        .as("seed %d, %s: %s", seed, dialect, sql)
                        .isEqualTo(once);
            }
        }
    }

    @Test
    void garbageNeverThrowsAndIsBounded() {
        String alphabet = "'\"`$[](){},;.-+*/#\\@:?= \t\n\0aeqnx0159_\u00e9\ud83c\udf88";
        for (int i = 0; i < 30_000; i++) {
            StringBuilder sql = new StringBuilder(random.nextInt(3) == 0 ? "SELECT a FROM t " : "");
            for (int c = random.nextInt(60); c > 0; c--) {
                sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (SqlDialect dialect : SqlDialect.values()) {
                SqlText text = SqlText.of(sql.toString(), dialect);
                assertThat(text.query().length())
                        .as("seed %d, %s: %s", seed, dialect, sql)
                        .isLessThanOrEqualTo(sql.length() * 2 + 3);
                assertThat(text.summary().length()).isLessThanOrEqualTo(255);
            }
        }
    }

    /** Each of these would take hours if the time were quadratic. */
    @Test
    void largeTextsOfOneKindEnd() {
        String[] units = {
            "'",
            "\"",
            "`",
            "$",
            "$a$",
            "$a",
            "[",
            "[a",
            "[a]",
            "(",
            ")",
            "-",
            "+-",
            "--",
            "-- x\n",
            "/*",
            "/**/",
            "/*$a$*/",
            "/*\"*/",
            "/*`*/",
            "/*'*/",
            "1",
            "1.",
            "a",
            "a.",
            "a@",
            "\"a\".",
            "\"\"",
            "'a'",
            "\\'",
            "?,",
            " ",
            ";",
            "E'",
            "q'",
            "IN (1,",
            "(SELECT ",
            "WITH a AS (",
            "FROM a,",
            "\u00e9",
            "\ud83c\udf88",
            "\0"
        };
        for (String unit : units) {
            for (String prefix : new String[] {"", "SELECT a FROM b WHERE c IN (", "WITH x AS ("}) {
                String sql = prefix + unit.repeat(2_000_000 / unit.length());
                for (SqlDialect dialect : SqlDialect.values()) {
                    SqlText text = SqlText.of(sql, dialect);
                    assertThat(text.query().length()).isLessThanOrEqualTo(32 * 1024);
                    assertThat(text.summary().length()).isLessThanOrEqualTo(255);
                }
            }
        }
    }
}
