package io.perfagent.it.harm;

import io.perfagent.it.boot.Jars;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Makes two JDBC drivers of names that no agent can know: {@code jdbc:odd:...}, whose database answers every statement with
 * nothing and keeps what it was asked, and {@code jdbc:spy:...}, which wraps every object of the first; and a {@code DataSource} of the first.
 */
final class SpyDrivers {
    private static final String PACKAGE = "org.example.oddbase.";
    private static final List<Class<?>> WRAPPED = List.of(
            java.sql.Connection.class,
            java.sql.Statement.class,
            java.sql.PreparedStatement.class,
            java.sql.CallableStatement.class);

    private SpyDrivers() {}

    static Path make(Path jar) {
        Map<String, String> sources = new LinkedHashMap<>();
        addOdd(sources, "Odd");
        for (Class<?> type : WRAPPED) {
            String field = "final " + type.getName() + " to; ";
            add(
                    sources,
                    "Spy" + type.getSimpleName(),
                    type,
                    field + "Spy" + type.getSimpleName() + "(" + type.getName() + " to) { this.to = to; } ",
                    SpyDrivers::pass);
        }
        add(
                sources,
                "SpyDriver",
                java.sql.Driver.class,
                "",
                method -> driver(
                        method,
                        "jdbc:spy:",
                        "new SpyConnection(new SpyConnection(new OddDriver().connect(\"jdbc:odd:\" + a0.substring(9), a1)))"));
        addLog(sources);
        return Jars.compile(jar, sources, Map.of());
    }

    /** Several of the first kind, alike but for their names: {@code <prefix>Driver} and {@code <prefix>DataSource}. */
    static Path make(Path jar, List<String> prefixes) {
        Map<String, String> sources = new LinkedHashMap<>();
        prefixes.forEach(prefix -> addOdd(sources, prefix));
        addLog(sources);
        return Jars.compile(jar, sources, Map.of());
    }

    private static void addOdd(Map<String, String> sources, String prefix) {
        for (Class<?> type : WRAPPED) {
            add(sources, prefix + type.getSimpleName(), type, "", method -> answer(prefix, method));
        }
        String connection = "new " + prefix + "Connection()";
        add(sources, prefix + "Driver", java.sql.Driver.class, "", method -> driver(method, "jdbc:odd:", connection));
        add(sources, prefix + "DataSource", javax.sql.DataSource.class, "", method -> dataSource(connection, method));
    }

    private static void addLog(Map<String, String> sources) {
        sources.put(
                PACKAGE + "OddLog",
                "package org.example.oddbase; public class OddLog { public static final java.util.List<String> LINES"
                        + " = new java.util.concurrent.CopyOnWriteArrayList<>(); }");
    }

    private static void add(
            Map<String, String> sources, String name, Class<?> type, String members, Function<Method, String> body) {
        StringBuilder out = new StringBuilder("package " + PACKAGE.substring(0, PACKAGE.length() - 1)
                + "; public class " + name + " implements " + type.getName() + " { " + members);
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                out.append("public ")
                        .append(method.getReturnType().getCanonicalName())
                        .append(' ');
                out.append(method.getName())
                        .append('(')
                        .append(parameters(method, true))
                        .append(") ");
                out.append(method.getExceptionTypes().length == 0 ? "" : "throws " + thrown(method) + " ");
                out.append("{ ").append(body.apply(method)).append(" }\n");
            }
        }
        sources.put(PACKAGE + name, out.append('}').toString());
    }

    private static String thrown(Method method) {
        StringJoiner all = new StringJoiner(", ");
        for (Class<?> type : method.getExceptionTypes()) {
            all.add(type.getName());
        }
        return all.toString();
    }

    private static String parameters(Method method, boolean types) {
        List<String> all = new ArrayList<>();
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            all.add((types ? parameters[i].getCanonicalName() + " " : "") + "a" + i);
        }
        return String.join(", ", all);
    }

    private static String dataSource(String connection, Method method) {
        return method.getName().equals("getConnection")
                ? "return " + connection + ";"
                : nothing(method.getReturnType());
    }

    /** The odd database: new objects where they are asked for, otherwise nothing. */
    private static String answer(String prefix, Method method) {
        return asked(method) + answer(prefix, method, method.getReturnType());
    }

    /** Keeps what could be sent to a database. */
    private static String asked(Method method) {
        if (!method.getName().matches("execute.*|prepare.*|createStatement|addBatch|isValid|setClientInfo|nativeSQL")) {
            return "";
        }
        boolean text = method.getParameterCount() > 0 && method.getParameterTypes()[0] == String.class;
        return "OddLog.LINES.add(\"" + method.getName() + (text ? " \" + a0" : "\"") + "); ";
    }

    private static String answer(String prefix, Method method, Class<?> type) {
        if (WRAPPED.contains(type) && method.getName().matches("createStatement|prepare\\w+")) {
            return "return new " + prefix + type.getSimpleName() + "();";
        }
        return method.getName().equals("isValid") ? "return true;" : nothing(type);
    }

    private static String nothing(Class<?> type) {
        if (type == void.class) {
            return "";
        }
        return type == boolean.class ? "return false;" : type.isPrimitive() ? "return 0;" : "return null;";
    }

    /** The spy: passes everything on, and wraps what comes back. */
    private static String pass(Method method) {
        String call = "to." + method.getName() + "(" + parameters(method, false) + ")";
        Class<?> type = method.getReturnType();
        if (type == void.class) {
            return call + ";";
        }
        boolean made = method.getName().matches("createStatement|prepare\\w+");
        return "return " + (made ? "new Spy" + type.getSimpleName() + "(" + call + ")" : call) + ";";
    }

    private static String driver(Method method, String prefix, String connection) {
        return switch (method.getName()) {
            case "connect" -> "return a0.startsWith(\"" + prefix + "\") ? " + connection + " : null;";
            case "acceptsURL" -> "return a0.startsWith(\"" + prefix + "\");";
            case "getPropertyInfo" -> "return new java.sql.DriverPropertyInfo[0];";
            default -> nothing(method.getReturnType());
        };
    }
}
