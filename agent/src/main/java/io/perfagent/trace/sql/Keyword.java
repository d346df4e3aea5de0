package io.perfagent.trace.sql;

/** The words of SQL that decide what a summary says. */
final class Keyword {
    static final int NONE = 0;

    // Operations.
    static final int SELECT = 1;
    static final int WITH = 2;
    static final int INSERT = 3;
    static final int DELETE = 4;
    static final int UPDATE = 5;
    static final int MERGE = 6;
    static final int REPLACE = 7;
    static final int CALL = 8;
    static final int EXECUTE = 9;
    static final int CREATE = 10;
    static final int ALTER = 11;
    static final int DROP = 12;
    static final int TRUNCATE = 13;
    static final int LOCK = 14;
    static final int USE = 15;
    static final int VALUES = 16;
    static final int BEGIN = 17;
    static final int GRANT = 18;
    static final int EXPLAIN = 19;

    // Words around the names of tables.
    static final int FROM = 32;
    static final int INTO = 33;
    static final int JOIN = 34;
    static final int SKIPPED = 35;
    static final int END_OF_TABLES = 36;
    static final int DISTINCT = 37;
    static final int TABLE = 38;
    static final int TABLES = 39;
    static final int DDL_TARGET = 40;
    static final int DDL_MODIFIER = 41;
    static final int ACCOUNT = 42;
    static final int TRANSACTION = 43;
    static final int IN = 44;

    // Words of CALL NEXT VALUE FOR.
    static final int NEXT = 48;
    static final int VALUE = 49;
    static final int FOR = 50;

    // Words before a secret.
    static final int PASSWORD = 56;
    static final int IDENTIFIED = 57;
    static final int BY = 58;

    private static final int SLOTS = 256;
    private static final int MAX_LENGTH = 13;
    private static final String[] NAMES = new String[SLOTS];
    private static final byte[] KINDS = new byte[SLOTS];

    static {
        put(SELECT, "SELECT");
        put(WITH, "WITH");
        put(INSERT, "INSERT");
        put(DELETE, "DELETE");
        put(UPDATE, "UPDATE");
        put(MERGE, "MERGE");
        put(REPLACE, "REPLACE");
        put(CALL, "CALL");
        put(EXECUTE, "EXECUTE", "EXEC");
        put(CREATE, "CREATE");
        put(ALTER, "ALTER");
        put(DROP, "DROP");
        put(TRUNCATE, "TRUNCATE");
        put(LOCK, "LOCK");
        put(USE, "USE");
        put(VALUES, "VALUES");
        put(BEGIN, "BEGIN", "COMMIT", "ROLLBACK");
        put(GRANT, "GRANT", "REVOKE", "SHOW");
        put(EXPLAIN, "EXPLAIN");
        put(FROM, "FROM");
        put(INTO, "INTO");
        put(JOIN, "JOIN", "STRAIGHT_JOIN", "APPLY");
        put(SKIPPED, "ONLY", "LATERAL", "RECURSIVE", "IF", "NOT", "EXISTS");
        put(END_OF_TABLES, "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "FETCH", "WINDOW", "RETURNING");
        put(END_OF_TABLES, "UNION", "INTERSECT", "EXCEPT", "MINUS", "SETTINGS");
        put(DISTINCT, "DISTINCT");
        put(TABLE, "TABLE");
        put(TABLES, "TABLES");
        put(DDL_TARGET, "INDEX", "PROCEDURE", "VIEW");
        put(DDL_MODIFIER, "UNIQUE", "TEMPORARY", "TEMP", "OR");
        put(ACCOUNT, "USER", "DATABASE");
        put(TRANSACTION, "TRANSACTION");
        put(IN, "IN");
        put(NEXT, "NEXT");
        put(VALUE, "VALUE");
        put(FOR, "FOR");
        put(PASSWORD, "PASSWORD");
        put(IDENTIFIED, "IDENTIFIED");
        put(BY, "BY");
    }

    private Keyword() {}

    private static void put(int kind, String... names) {
        for (String name : names) {
            int slot = hash(name, 0, name.length());
            while (NAMES[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            NAMES[slot] = name;
            KINDS[slot] = (byte) kind;
        }
    }

    /** The word's kind, or {@link #NONE}. */
    static int of(String text, int from, int to) {
        int length = to - from;
        if (length > MAX_LENGTH) {
            return NONE;
        }
        int slot = hash(text, from, to);
        while (NAMES[slot] != null) {
            if (NAMES[slot].length() == length && text.regionMatches(true, from, NAMES[slot], 0, length)) {
                return KINDS[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return NONE;
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + (text.charAt(i) & ~0x20);
        }
        return (hash ^ (hash >>> 8)) & (SLOTS - 1);
    }
}
