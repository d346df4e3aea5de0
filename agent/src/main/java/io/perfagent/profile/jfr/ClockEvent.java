package io.perfagent.profile.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Tells what {@link System#nanoTime()} said when JFR's clock said its start time. */
@Name(ClockEvent.NAME)
@Label("Clock")
@Category("perf-agent")
@Description("The reading of System.nanoTime() at the event's time.")
@StackTrace(false)
@Enabled(false)
final class ClockEvent extends Event {
    static final String NAME = "io.perfagent.Clock";

    @Label("Nano Time")
    long nanoTime;

    static void tick() {
        ClockEvent event = new ClockEvent();
        event.nanoTime = System.nanoTime();
        event.commit();
    }
}
