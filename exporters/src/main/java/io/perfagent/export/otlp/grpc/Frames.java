package io.perfagent.export.otlp.grpc;

/** Numbers of HTTP/2. Source: RFC 9113, sections 4, 6 and 7. */
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    /** Of SETTINGS and PING. */
    static final int ACK = 0x1;
    /** Of DATA and HEADERS. */
    static final int END_STREAM = 0x1;
    /** Of HEADERS and CONTINUATION. */
    static final int END_HEADERS = 0x4;
    /** Of DATA and HEADERS. */
    static final int PADDED = 0x8;
    /** Of HEADERS. */
    static final int PRIORITY = 0x20;

    static final int SETTINGS_ENABLE_PUSH = 2;
    static final int SETTINGS_INITIAL_WINDOW_SIZE = 4;
    static final int SETTINGS_MAX_FRAME_SIZE = 5;
    static final int SETTINGS_MAX_HEADER_LIST_SIZE = 6;

    static final int NO_ERROR = 0;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;
    static final int ENHANCE_YOUR_CALM = 11;
    static final int INADEQUATE_SECURITY = 12;

    static final int HEAD_BYTES = 9;
    /** The size every peer takes, and the largest that is taken here. */
    static final int MAX_PAYLOAD_BYTES = 16 * 1024;

    static final int DEFAULT_WINDOW_BYTES = 65_535;

    private Frames() {}
}
