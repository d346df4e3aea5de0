package io.perfagent.instrument.jdkstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartHook;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The host of an address is looked up. */
public final class ReverseLookUpHook extends StartHook {
    public ReverseLookUpHook() {
        super(Kind.DNS);
    }

    @Override
    protected @Nullable String name(@Nullable Object self, @Nullable Object address, @Nullable Object second) {
        return address instanceof InetAddress ? ((InetAddress) address).getHostAddress() : null;
    }
}
