package io.perfagent.sample.lean.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole conversations, byte for byte as the protocol specification has them. */
class RespConnectionTest {
    private final Commands commands = new Commands(new Keyspace(() -> 0));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PING                            | +PONG~
                    ping                            | +PONG~
                    PING hi                         | $2~hi~
                    GET absent                      | $-1~
                    SET k v; GET k                  | +OK~$1~v~
                    SET k v NX; SET k w NX; GET k   | +OK~$-1~$1~v~
                    SET k v XX                      | $-1~
                    SET k v EX 10 XX                | $-1~
                    SET k v PX 0                    | -ERR invalid expire time in 'set' command~
                    SET k v EX                      | -ERR syntax error~
                    SET k v NX XX                   | -ERR syntax error~
                    SET k v EX 9223372036854775807  | -ERR value is not an integer or out of range~
                    SET k                           | -ERR wrong number of arguments for 'set' command~
                    SET a 1; MGET a b a             | +OK~*3~$1~1~$-1~$1~1~
                    SET a 1; DEL a b; GET a         | +OK~:1~$-1~
                    INCR n; INCR n                  | :1~:2~
                    SET n x; INCR n                 | +OK~-ERR value is not an integer or out of range~
                    EXPIRE k 1                      | :0~
                    SET k v; EXPIRE k 0; GET k      | +OK~:1~$-1~
                    HSET h f 1 g 2; HGET h g        | :2~$1~2~
                    HSET h f 1; HSET h f 2          | :1~:0~
                    HSET h f                        | -ERR wrong number of arguments for 'hset' command~
                    HSET h f 1 g                    | -ERR wrong number of arguments for 'hset' command~
                    HSET h f 1; HGETALL h           | :1~*2~$1~f~$1~1~
                    HGETALL h                       | *0~
                    HELLO 3; GET k                  | %7~$6~server~$5~redis~$7~version~$5~6.0.0~$5~proto~:3~$2~id~:5~$4~mode~$10~standalone~$4~role~$6~master~$7~modules~*0~_~
                    HELLO 4                         | -NOPROTO unsupported protocol version~
                    HELLO 3 AUTH a b                | -ERR syntax error~
                    CLIENT ID                       | :5~
                    CLIENT SETINFO lib-name x       | +OK~
                    CLIENT TRACKING on              | -ERR unknown subcommand 'TRACKING'~
                    SELECT 0                        | +OK~
                    SELECT 1                        | -ERR DB index is out of range~
                    FLUSHALL                        | -ERR unknown command 'FLUSHALL'~
                    QUIT; PING                      | +OK~
                    """)
    void answers(String conversation, String replies) throws IOException {
        assertThat(serve(encode(conversation))).isEqualTo(replies.replace("~", "\r\n"));
    }

    @Test
    void aValueOfAnotherKindIsRefusedButReadsAsMissingInMget() throws IOException {
        String wrongType = "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
        assertThat(serve(encode("HSET h f 1; GET h; MGET h; INCR h; SET s v; HGETALL s")))
                .isEqualTo(":1\r\n" + wrongType + "*1\r\n$-1\r\n" + wrongType + "+OK\r\n" + wrongType);
    }

    @Test
    void aHashIsAMapInResp3() throws IOException {
        assertThat(serve(encode("HSET h f 1; HELLO 3; HGETALL h"))).endsWith("%1\r\n$1\r\nf\r\n$1\r\n1\r\n");
    }

    @Test
    void aLineBreakInAnUnknownCommandDoesNotForgeAReply() throws IOException {
        assertThat(serve("*1\r\n$6\r\nA\r\n+OK\r\n")).isEqualTo("-ERR unknown command 'A  +OK'\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET / HTTP/1.1~     | expected '*'
                    *1~+PING~           | expected '$'
                    *~                  | invalid length
                    *1x~                | invalid length
                    *-1~                | invalid length
                    *1025~              | invalid multibulk length
                    *99999999999999~    | invalid length
                    *1~$1048577~        | invalid length
                    *1~$4~PINGS~        | expected the end of a line
                    """)
    void whatIsNoCommandEndsTheConversation(String bytes, String reason) throws IOException {
        assertThat(serve(bytes.replace("~", "\r\n") + encode("PING")))
                .isEqualTo("-ERR Protocol error: " + reason + "\r\n");
    }

    @Test
    void anEmptyArrayIsSkipped() throws IOException {
        assertThat(serve("*0\r\n" + encode("PING"))).isEqualTo("+PONG\r\n");
    }

    @ParameterizedTest
    @CsvSource({"*", "*1~", "*1~$4~", "*1~$4~PI", "*1~$4~PING"})
    void anEndInsideACommandIsAnError(String bytes) {
        assertThatThrownBy(() -> serve(bytes.replace("~", "\r\n"))).isInstanceOf(EOFException.class);
    }

    /** Serves one connection, with id 5, from its first to its last byte. */
    private String serve(String sent) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        new RespConnection(5, new ByteArrayInputStream(sent.getBytes(ISO_8859_1)), received, commands).serve();
        return received.toString(ISO_8859_1);
    }

    /** Commands separated by semicolons, arguments by blanks. */
    private static String encode(String conversation) {
        StringBuilder bytes = new StringBuilder();
        for (String command : conversation.split("; *")) {
            String[] arguments = command.split(" ");
            bytes.append('*').append(arguments.length).append("\r\n");
            for (String argument : arguments) {
                bytes.append('$').append(argument.length()).append("\r\n");
                bytes.append(argument).append("\r\n");
            }
        }
        return bytes.toString();
    }
}
