package io.perfagent.start;

import io.perfagent.instrument.family.Telemetry;
import io.perfagent.metric.Held;

/** The structures whose size is reported and that know nothing of metrics themselves. */
final class HeldParts {
    /** An entry with its reference and, usually, one small object behind it. */
    private static final int SIDE_ENTRY_BYTES = 96;

    private static final int EVENT_BYTES = 512;

    private HeldParts() {}

    static void list(Agent agent, Telemetry telemetry) {
        for (String structure : new String[] {"spans", "side_table", "events", "classes_to_weave", "weave_cache"}) {
            telemetry.metrics.holds(new Part(agent, telemetry, structure));
        }
    }

    private static final class Part implements Held {
        private final Agent agent;
        private final Telemetry telemetry;
        private final String structure;

        Part(Agent agent, Telemetry telemetry, String structure) {
            this.agent = agent;
            this.telemetry = telemetry;
            this.structure = structure;
        }

        @Override
        public String structure() {
            return structure;
        }

        @Override
        public long heldBytes() {
            switch (structure) {
                case "spans":
                    return telemetry.tracing.ring().heldBytes();
                case "side_table":
                    return (long) telemetry.tracing.side().size() * SIDE_ENTRY_BYTES;
                case "events":
                    return (long) agent.events.size() * EVENT_BYTES;
                case "classes_to_weave":
                    return agent.weaving.pendingBytes();
                default:
                    return agent.weaving.cache().heldBytes();
            }
        }
    }
}
