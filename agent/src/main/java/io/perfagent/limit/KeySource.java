package io.perfagent.limit;

import io.perfagent.instrument.family.HttpServerReader;
import io.perfagent.limit.policy.SipHash;
import io.perfagent.trace.ThreadState;
import io.perfagent.trace.propagation.HeaderRoom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request says whose it is: a header, a cookie, or the address that it comes from. Read as a hash and never kept as
 * text. Immutable; allocates nothing where the server holds headers as bytes or has them as strings.
 */
public final class KeySource {
    /** What can be written in a setting. */
    public static final String FORMS = "header:<name>, cookie:<name>, authorization, address";

    /** A token may be long; its end tells it from others, as that is where a signature is. */
    static final int MOST_CHARS = 128;

    private final String text;
    private final @Nullable String header; // in lower case; null for the address
    private final String cookie; // empty for a header

    private KeySource(String text, @Nullable String header, String cookie) {
        this.text = text;
        this.header = header;
        this.cookie = cookie;
    }

    /** As settings have it; null for anything that is none of {@link #FORMS}. */
    public static @Nullable KeySource of(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1).trim();
        switch (text.substring(0, Math.max(0, colon)).trim().toLowerCase(Locale.ROOT)) {
            case "header":
                return name.isEmpty() ? null : new KeySource(text, name.toLowerCase(Locale.ROOT), "");
            case "cookie":
                return name.isEmpty() ? null : new KeySource(text, "cookie", name);
            case "":
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "authorization":
                        return new KeySource(text, "authorization", "");
                    case "address":
                        return new KeySource(text, null, "");
                    default:
                        return null;
                }
            default:
                return null;
        }
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * The hash of what a request has there; 0 if it has nothing.
     *
     * @param domain as {@link SipHash#of(CharSequence, int, int, long)} has it
     */
    long key(SipHash hash, HttpServerReader reader, Object request, long domain) {
        if (header == null) {
            return key(hash, reader.peerAddress(request), domain);
        }
        HeaderRoom room = ThreadState.get().headers();
        long key = key(hash, reader.parent(request, header, room.view), domain);
        room.clear();
        return key;
    }

    private long key(SipHash hash, @Nullable CharSequence value, long domain) {
        if (value == null) {
            return 0;
        }
        int from = cookie.isEmpty() ? 0 : cookieValue(value, cookie);
        int to = cookie.isEmpty() ? value.length() : end(value, from);
        if (from < 0 || from == to) {
            return 0;
        }
        long key = hash.of(value, Math.max(from, to - MOST_CHARS), to, domain);
        return key == 0 ? 1 : key;
    }

    /** Where the value of the first cookie of a name begins (RFC 6265, 4.2.1); negative if there is none. */
    static int cookieValue(CharSequence header, String name) {
        int at = 0;
        int length = header.length();
        while (at < length) {
            while (at < length && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
                at++;
            }
            int i = 0;
            while (i < name.length() && at + i < length && header.charAt(at + i) == name.charAt(i)) {
                i++;
            }
            if (i == name.length() && at + i < length && header.charAt(at + i) == '=') {
                return at + i + 1;
            }
            at = end(header, at) + 1;
        }
        return -1;
    }

    /** The end of a pair; a comma ends one where several headers were joined. */
    private static int end(CharSequence header, int from) {
        int at = Math.max(0, from);
        while (at < header.length() && header.charAt(at) != ';' && header.charAt(at) != ',') {
            at++;
        }
        return at;
    }
}
