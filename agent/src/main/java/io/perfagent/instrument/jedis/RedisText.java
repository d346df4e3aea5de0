package io.perfagent.instrument.jedis;

import io.perfagent.instrument.family.RedisArguments;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;

/** {@code db.query.text} of a Redis command: its name and keys; values are {@code ?}, as they may be anybody's data. */
final class RedisText {
    private static final int MAX_CHARS = 1024;

    private RedisText() {}

    static String name(CommandArguments arguments) {
        ProtocolCommand command = arguments.getCommand();
        // Commands of modules have short names of their own: JsonCommand.SET is JSON.SET.
        return command instanceof Protocol.Command
                ? ((Protocol.Command) command).name()
                : new String(command.getRaw(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    }

    static void append(StringBuilder out, CommandArguments arguments, String name) {
        out.append(name);
        int kept = RedisArguments.kept(name);
        int index = 0;
        Iterator<Rawable> all = arguments.iterator();
        while (all.hasNext() && out.length() < MAX_CHARS) {
            Rawable argument = all.next();
            if (index == 0) {
                index++; // the command itself
                continue;
            }
            out.append(' ');
            if (RedisArguments.shown(kept, index)) {
                RedisArguments.append(out, argument.getRaw(), MAX_CHARS);
            } else {
                out.append('?');
            }
            index++;
        }
    }
}
