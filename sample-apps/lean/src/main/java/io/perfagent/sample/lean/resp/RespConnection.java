package io.perfagent.sample.lean.resp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** One client's conversation: reads commands, answers them in order. Used by one thread. */
final class RespConnection {
    private final long id;
    private final RespReader reader;
    private final RespWriter writer;
    private final Commands commands;

    RespConnection(long id, InputStream in, OutputStream out, Commands commands) {
        this.id = id;
        this.reader = new RespReader(in);
        this.writer = new RespWriter(out);
        this.commands = commands;
    }

    /** Answers until the client leaves, says QUIT or breaks the protocol. */
    void serve() throws IOException {
        try {
            boolean more = true;
            while (more) {
                List<byte[]> command = reader.readCommand();
                if (command == null) {
                    return;
                }
                more = commands.execute(id, command, writer);
                // Pipelined commands are answered with one write, when the last of them has been read.
                if (!more || !reader.hasBuffered()) {
                    writer.flush();
                }
            }
        } catch (RespProtocolException e) {
            writer.error("ERR Protocol error: " + e.getMessage());
            writer.flush();
        }
    }
}
