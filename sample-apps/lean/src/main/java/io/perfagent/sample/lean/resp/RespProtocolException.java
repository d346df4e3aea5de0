package io.perfagent.sample.lean.resp;

import java.io.IOException;

/** What the client sent is not a command in the Redis serialization protocol. */
final class RespProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    RespProtocolException(String message) {
        super(message);
    }
}
