package io.perfagent.sample.slowstart;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.stereotype.Component;

/** {@link Cause#DNS}. */
@Component
class InventoryClient {
    final InetAddress address;

    InventoryClient() throws UnknownHostException {
        address = InetAddress.getByName(Cause.DNS.isPlanted() ? SlowNames.HOST : "localhost");
    }
}
