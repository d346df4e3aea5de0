package io.perfagent.export;

import java.util.ArrayList;
import java.util.List;

/** Which exporters each signal goes to. To be filled before a {@link Pipeline} is made of it; not thread-safe. */
public final class Exporters {
    private final List<Exporter> all = new ArrayList<>();
    private final List<List<Exporter>> bySignal = new ArrayList<>();

    public Exporters() {
        for (int i = 0; i < Signal.count(); i++) {
            bySignal.add(new ArrayList<>());
        }
    }

    /** Sends a signal to an exporter; the same exporter may serve several signals. */
    public Exporters add(Signal signal, Exporter exporter) {
        if (!all.contains(exporter)) {
            all.add(exporter);
        }
        if (!bySignal.get(signal.ordinal()).contains(exporter)) {
            bySignal.get(signal.ordinal()).add(exporter);
        }
        return this;
    }

    /** Whether nothing would be sent of a signal. */
    public boolean none(Signal signal) {
        return bySignal.get(signal.ordinal()).isEmpty();
    }

    List<Exporter> all() {
        return all;
    }

    List<Exporter> of(Signal signal) {
        return bySignal.get(signal.ordinal());
    }
}
