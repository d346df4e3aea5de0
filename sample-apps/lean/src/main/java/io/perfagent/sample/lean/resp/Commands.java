package io.perfagent.sample.lean.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each command does and what it answers. Thread-safe: all state is in the keyspace or in the writer. */
final class Commands {
    private final Keyspace keyspace;

    Commands(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /**
     * Answers one command into the writer.
     *
     * @return false if the client said goodbye
     */
    boolean execute(long connectionId, List<byte[]> command, RespWriter reply) throws IOException {
        String name = upperCase(command.get(0));
        try {
            switch (name) {
                case "PING" -> ping(command, reply);
                case "HELLO" -> hello(connectionId, command, reply);
                case "CLIENT" -> client(connectionId, command, reply);
                case "SELECT" -> select(command, reply);
                case "GET" -> reply.bulk(keyspace.get(only(command)));
                case "SET" -> set(command, reply);
                case "MGET" -> multiGet(command, reply);
                case "DEL" -> delete(command, reply);
                case "INCR" -> reply.number(keyspace.increment(only(command)));
                case "EXPIRE" -> expire(command, reply);
                case "HGET" -> hashGet(command, reply);
                case "HSET" -> hashSet(command, reply);
                case "HGETALL" -> hashGetAll(command, reply);
                case "QUIT" -> reply.ok();
                default -> throw new CommandException("ERR unknown command '" + printable(command.get(0)) + "'");
            }
        } catch (CommandException e) {
            reply.error(String.valueOf(e.getMessage()));
        }
        return !name.equals("QUIT");
    }

    private static void ping(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        arguments(command, 0, 1);
        if (command.size() == 1) {
            reply.simple("PONG");
        } else {
            reply.bulk(command.get(1));
        }
    }

    private static void hello(long connectionId, List<byte[]> command, RespWriter reply)
            throws IOException, CommandException {
        if (command.size() > 1) {
            String version = printable(command.get(1));
            if (!version.equals("2") && !version.equals("3")) {
                throw new CommandException("NOPROTO unsupported protocol version");
            }
            for (int i = 2; i < command.size(); i += 2) {
                // AUTH is refused: there are no users here.
                if (!upperCase(command.get(i)).equals("SETNAME") || i + 1 == command.size()) {
                    throw CommandException.syntax();
                }
            }
            reply.useResp3(version.equals("3"));
        }
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk("6.0.0");
        reply.bulk("proto");
        reply.number(reply.usesResp3() ? 3 : 2);
        reply.bulk("id");
        reply.number(connectionId);
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.array(0);
    }

    private static void client(long connectionId, List<byte[]> command, RespWriter reply)
            throws IOException, CommandException {
        arguments(command, 1, RespReader.MAX_ARGUMENTS);
        switch (upperCase(command.get(1))) {
            case "ID" -> reply.number(connectionId);
            case "SETINFO", "SETNAME" -> reply.ok();
            default -> throw new CommandException("ERR unknown subcommand '" + printable(command.get(1)) + "'");
        }
    }

    private static void select(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        if (integer(only(command)) != 0) {
            throw new CommandException("ERR DB index is out of range");
        }
        reply.ok();
    }

    private void set(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        arguments(command, 2, 5);
        Keyspace.Condition condition = Keyspace.Condition.ALWAYS;
        Long timeToLiveMillis = null;
        for (int i = 3; i < command.size(); i++) {
            String option = upperCase(command.get(i));
            boolean isCondition = option.equals("NX") || option.equals("XX");
            boolean isTimeToLive = option.equals("EX") || option.equals("PX");
            if (isCondition && condition == Keyspace.Condition.ALWAYS) {
                condition = option.equals("NX") ? Keyspace.Condition.IF_ABSENT : Keyspace.Condition.IF_PRESENT;
            } else if (isTimeToLive && timeToLiveMillis == null && i + 1 < command.size()) {
                timeToLiveMillis = timeToLiveMillis(option, command.get(++i));
            } else {
                throw CommandException.syntax();
            }
        }
        if (keyspace.set(command.get(1), command.get(2), timeToLiveMillis, condition)) {
            reply.ok();
        } else {
            reply.bulk((byte @Nullable []) null);
        }
    }

    private static long timeToLiveMillis(String unit, byte[] argument) throws CommandException {
        long amount = integer(argument);
        if (amount <= 0) {
            throw new CommandException("ERR invalid expire time in 'set' command");
        }
        return unit.equals("EX") ? secondsToMillis(amount) : amount;
    }

    private void multiGet(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        arguments(command, 1, RespReader.MAX_ARGUMENTS);
        reply.array(command.size() - 1);
        for (byte[] key : command.subList(1, command.size())) {
            reply.bulk(keyspace.getIfString(key));
        }
    }

    private void delete(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        arguments(command, 1, RespReader.MAX_ARGUMENTS);
        int deleted = 0;
        for (byte[] key : command.subList(1, command.size())) {
            deleted += keyspace.delete(key) ? 1 : 0;
        }
        reply.number(deleted);
    }

    private void expire(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        arguments(command, 2, 2);
        long timeToLiveMillis = secondsToMillis(integer(command.get(2)));
        reply.number(keyspace.expire(command.get(1), timeToLiveMillis) ? 1 : 0);
    }

    private void hashGet(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        arguments(command, 2, 2);
        reply.bulk(keyspace.hashGet(command.get(1), command.get(2)));
    }

    private void hashSet(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        arguments(command, 3, RespReader.MAX_ARGUMENTS);
        if (command.size() % 2 != 0) {
            throw wrongNumberOfArguments(command);
        }
        Map<byte[], byte[]> fields = new LinkedHashMap<>();
        for (int i = 2; i < command.size(); i += 2) {
            fields.put(command.get(i), command.get(i + 1));
        }
        reply.number(keyspace.hashSet(command.get(1), fields));
    }

    private void hashGetAll(List<byte[]> command, RespWriter reply) throws IOException, CommandException {
        Map<String, byte[]> hash = keyspace.hashGetAll(only(command));
        reply.map(hash.size());
        for (Map.Entry<String, byte[]> field : hash.entrySet()) {
            reply.bulk(field.getKey().getBytes(ISO_8859_1));
            reply.bulk(field.getValue());
        }
    }

    private static byte[] only(List<byte[]> command) throws CommandException {
        arguments(command, 1, 1);
        return command.get(1);
    }

    private static void arguments(List<byte[]> command, int min, int max) throws CommandException {
        int count = command.size() - 1;
        if (count < min || count > max) {
            throw wrongNumberOfArguments(command);
        }
    }

    private static CommandException wrongNumberOfArguments(List<byte[]> command) {
        String name = printable(command.get(0)).toLowerCase(Locale.ROOT);
        return new CommandException("ERR wrong number of arguments for '" + name + "' command");
    }

    private static long integer(byte[] argument) throws CommandException {
        try {
            return Long.parseLong(printable(argument));
        } catch (NumberFormatException e) {
            throw CommandException.notAnInteger();
        }
    }

    private static long secondsToMillis(long seconds) throws CommandException {
        try {
            return Math.multiplyExact(seconds, 1000);
        } catch (ArithmeticException e) {
            throw CommandException.notAnInteger();
        }
    }

    private static String upperCase(byte[] argument) {
        return printable(argument).toUpperCase(Locale.ROOT);
    }

    /** The argument as text, cut to 128 bytes as Redis cuts it in its error messages. */
    private static String printable(byte[] argument) {
        return new String(argument, 0, Math.min(argument.length, 128), UTF_8);
    }
}
