package io.perfagent.trace.sql;

/** What is a literal differs between databases; where it is not known, what may be a literal is one. */
public enum SqlDialect {
    /** Any other: text in double quotes is a literal. */
    GENERIC,

    /** Standard quoting: text in double quotes is an identifier. */
    STANDARD,

    /** MySQL and MariaDB: double quotes as in GENERIC; backslashes escape, {@code #} begins a comment. */
    MYSQL,

    /** SQL Server: as GENERIC; {@code $42} is an amount of money. */
    SQL_SERVER;

    private static final String[] QUOTES_ARE_IDENTIFIERS = {
        "postgresql", "oracle.db", "ibm.db2", "derby", "hsqldb", "sap.hana", "clickhouse"
    };

    /**
     * The dialect of a database.
     *
     * @param system as in {@code db.system.name} (OpenTelemetry semantic conventions)
     */
    public static SqlDialect of(String system) {
        if (system.equals("mysql") || system.equals("mariadb")) {
            return MYSQL;
        }
        if (system.equals("microsoft.sql_server")) {
            return SQL_SERVER;
        }
        for (String name : QUOTES_ARE_IDENTIFIERS) {
            if (name.equals(system)) {
                return STANDARD;
            }
        }
        return GENERIC;
    }
}
