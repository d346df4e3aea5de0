package io.perfagent.cache.redis;

import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;

/**
 * The address of a server that is spoken to over TLS, with the name that the client asks for there: what listens at one
 * address may lead to several servers by it. Pure.
 */
public final class EncryptedAddress {
    private EncryptedAddress() {}

    /**
     * The same for the same address and names.
     *
     * @param address as it is connected to
     * @param parameters of the connection; without a name in them the server is told none
     */
    public static String of(String address, SSLParameters parameters) {
        List<SNIServerName> names = parameters.getServerNames();
        if (names == null || names.isEmpty()) {
            return address;
        }
        StringBuilder all = new StringBuilder(address);
        for (SNIServerName name : names) {
            all.append(" for ");
            if (name instanceof SNIHostName) {
                all.append(((SNIHostName) name).getAsciiName());
            } else {
                all.append(name);
            }
        }
        return all.toString();
    }
}
