package io.perfagent.instrument.family;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code db.system.name}, {@code db.namespace}, {@code server.address} and {@code server.port} from a JDBC URL. What
 * else a URL holds, credentials above all, is not kept. Safe for all threads.
 */
public final class JdbcUrls {
    private static final int MAX_KNOWN = 256;

    /** By a hash, because a URL may hold a password, which is not ours to keep. */
    private final ConcurrentHashMap<Hash, DatabaseTarget> known = new ConcurrentHashMap<>();

    /** 128 bits of a URL: two of them do not meet by chance. */
    private record Hash(long high, long low) {
        private static final long FNV_PRIME = 0x100000001b3L;
        private static final long FNV_OFFSET = 0xcbf29ce484222325L;
        private static final long GOLDEN = 0x9e3779b97f4a7c15L;

        static Hash of(String url) {
            long high = FNV_OFFSET;
            long low = url.length();
            for (int i = 0; i < url.length(); i++) {
                high = (high ^ url.charAt(i)) * FNV_PRIME;
                low = (low + url.charAt(i)) * GOLDEN;
                low ^= low >>> 29;
            }
            return new Hash(high, low);
        }

        /** Not by the way of records, which links a method handle at its first use. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Hash && ((Hash) other).high == high && ((Hash) other).low == low;
        }

        @Override
        public int hashCode() {
            return (int) low;
        }

        @Override
        public String toString() {
            return Long.toHexString(high).concat(Long.toHexString(low));
        }
    }

    public DatabaseTarget target(String url) {
        Hash hash = Hash.of(url);
        DatabaseTarget target = known.get(hash);
        if (target == null) {
            target = parse(url);
            if (known.size() < MAX_KNOWN) {
                known.put(hash, target);
            }
        }
        return target;
    }

    /** What is kept of the URLs, as text; for tests. */
    String kept() {
        return known.keySet().toString();
    }

    static DatabaseTarget parse(String url) {
        String rest = url.startsWith("jdbc:") ? url.substring(5) : url;
        int colon = rest.indexOf(':');
        String scheme = colon < 0 ? rest : rest.substring(0, colon);
        String body = colon < 0 ? "" : rest.substring(colon + 1);
        switch (scheme) {
            case "postgresql":
                return network("postgresql", 5432, body, "currentSchema");
            case "mysql":
                return network("mysql", 3306, body, null);
            case "mariadb":
                return network("mariadb", 3306, body, null);
            case "h2":
                return h2(body);
            case "sqlserver":
                return network("microsoft.sql_server", 1433, body, null);
            case "oracle":
                return new DatabaseTarget("oracle.db", null, null, 0, null, 0);
            case "sqlite":
                return new DatabaseTarget("sqlite", clean(withoutOptions(body)), null, 0, null, 0);
            case "derby":
                return new DatabaseTarget("derby", clean(withoutOptions(body)), null, 0, null, 0);
            case "hsqldb":
                return new DatabaseTarget("hsqldb", clean(withoutOptions(body)), null, 0, null, 0);
            default:
                return new DatabaseTarget("other_sql", null, null, 0, null, 0);
        }
    }

    /** {@code //host:port/database?options}, with several hosts the first one. */
    private static DatabaseTarget network(String system, int defaultPort, String body, @Nullable String schemaOption) {
        String options = "";
        String path = body;
        int question = indexOfAny(body, "?;");
        if (question >= 0) {
            options = body.substring(question + 1);
            path = body.substring(0, question);
        }
        String host = "localhost";
        int port = defaultPort;
        String database = path;
        int authority = path.indexOf("//");
        if (authority >= 0) {
            int slash = path.indexOf('/', authority + 2);
            String hosts = slash < 0 ? path.substring(authority + 2) : path.substring(authority + 2, slash);
            database = slash < 0 ? "" : path.substring(slash + 1);
            int at = hosts.lastIndexOf('@');
            String first = hosts.substring(at + 1);
            int comma = first.indexOf(',');
            first = comma < 0 ? first : first.substring(0, comma);
            int bracket = first.lastIndexOf(']');
            int colon = first.lastIndexOf(':');
            if (colon > bracket) {
                port = number(first.substring(colon + 1), defaultPort);
                first = first.substring(0, colon);
            }
            if (bracket > 0 && first.startsWith("[")) {
                first = first.substring(1, bracket);
            }
            host = first.isEmpty() ? "localhost" : first;
        }
        String schema = schemaOption == null ? null : option(options, schemaOption);
        if (database.isEmpty()) {
            database = option(options, "databaseName");
        }
        String namespace = database == null || database.isEmpty() ? null : database;
        if (namespace != null && schema != null && !schema.isEmpty()) {
            namespace = namespace + "|" + schema;
        }
        return new DatabaseTarget(system, clean(namespace), clean(host), port, null, 0);
    }

    private static DatabaseTarget h2(String body) {
        String path = withoutOptions(body);
        if (path.startsWith("tcp:") || path.startsWith("ssl:")) {
            return network("h2database", 9092, path.substring(4), null);
        }
        for (String kind : new String[] {"mem:", "file:", "zip:"}) {
            if (path.startsWith(kind)) {
                path = path.substring(kind.length());
            }
        }
        return new DatabaseTarget("h2database", path.isEmpty() ? null : clean(path), null, 0, null, 0);
    }

    /** Null for what may hold credentials: a form of address that is not understood, or one with an unescaped password. */
    private static @Nullable String clean(@Nullable String text) {
        return text == null || indexOfAny(text, "@=()") >= 0 ? null : text;
    }

    private static String withoutOptions(String body) {
        int end = indexOfAny(body, "?;");
        return end < 0 ? body : body.substring(0, end);
    }

    private static @Nullable String option(String options, String name) {
        int at = 0;
        while (at < options.length()) {
            int end = indexOfAny(options.substring(at), "&;");
            String one = end < 0 ? options.substring(at) : options.substring(at, at + end);
            if (one.startsWith(name + "=")) {
                return one.substring(name.length() + 1);
            }
            at = end < 0 ? options.length() : at + end + 1;
        }
        return null;
    }

    private static int indexOfAny(String text, String chars) {
        for (int i = 0; i < text.length(); i++) {
            if (chars.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static int number(String digits, int otherwise) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
