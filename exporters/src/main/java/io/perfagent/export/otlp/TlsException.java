package io.perfagent.export.otlp;

/** A certificate or key that cannot be used: trying again at once would not help. The message names the file. */
final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message, null, false, false);
    }
}
