package io.perfagent.cache.channel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel leads, and as whom.
 *
 * @param host an address, not a name: nothing is resolved
 * @param login the arguments of the {@code AUTH} that the application has sent; null if it has sent none. A secret
 */
public record Address(String host, int port, byte @Nullable [] @Nullable [] login) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address
                && ((Address) other).host.equals(host)
                && ((Address) other).port == port
                && Arrays.deepEquals(((Address) other).login, login);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
