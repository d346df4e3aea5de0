package io.perfagent.start.adapting;

import io.perfagent.config.Config;
import io.perfagent.config.ControlSettings;
import io.perfagent.config.Setting;
import io.perfagent.config.TelemetrySettings;
import io.perfagent.control.Consent;
import io.perfagent.control.Control;
import io.perfagent.control.ControlReport;
import io.perfagent.control.Journal;
import io.perfagent.control.KillSwitch;
import io.perfagent.control.Mode;
import io.perfagent.control.Modes;
import io.perfagent.control.Outcome;
import io.perfagent.control.ledger.DecisionFile;
import io.perfagent.control.ledger.Ledger;
import io.perfagent.control.ledger.SharedFolder;
import io.perfagent.control.ledger.Trust;
import io.perfagent.export.Event;
import io.perfagent.export.Severity;
import io.perfagent.export.proto.AttributeBytes;
import io.perfagent.start.host.Host;
import io.perfagent.start.host.ResourceAttributes;
import io.perfagent.start.watch.AcceptedTargets;
import io.perfagent.start.watch.StartRecordLine;
import io.perfagent.start.watch.TargetProposal;
import io.perfagent.trace.UnixTime;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** Control as this process has it: its settings, its files, its commands. Not before the application is up. */
public final class Adapting implements ControlMXBean {
    private static final String REFUSED = "refused: ";
    private static final String NO_LIMITS =
            REFUSED + "limits are off: PERF_AGENT_LIMITS=observe and further switch them on\n";

    private final Control control;
    private final KillSwitch kill;
    private final ManagedArchive archive;
    private final Preloading preloading;
    private final @Nullable Limiting limiting;
    private final @Nullable LimitTrials trials;
    private final @Nullable Caching caching;
    private final @Nullable PoolSizing pools;
    private final @Nullable OutboundGuarding outbound;
    private final FailSafe failSafe;
    private @Nullable TargetProposal targets;
    private volatile List<StartRecordLine> starts = List.of();

    /** The room that adaptations are registered with. */
    Control control() {
        return control;
    }

    private Adapting(Host host, Modes modes, SiteTable table) {
        Config config = host.config;
        File root = host.data.root();
        SharedFolder folder = root == null ? null : new SharedFolder(new File(root, "adapt"), new OwnersOnly());
        Journal journal = new Journal(
                folder == null ? null : new Ledger(folder),
                folder == null ? null : new DecisionFile(folder),
                deployment(config));
        kill = new KillSwitch(root);
        control = new Control(
                modes,
                new Consent(config.list(ControlSettings.APPROVED), config.list(ControlSettings.REJECTED)),
                journal,
                kill,
                new Telling(host));
        archive = new ManagedArchive(host, control);
        preloading = new Preloading(host, control, table);
        limiting = Limiting.start(host, control);
        caching = Caching.start(host, control, table);
        ServerTraffic traffic = new ServerTraffic(host.telemetry().metrics.operations(), limiting);
        trials = limiting == null ? null : new LimitTrials(control, traffic);
        pools = PoolSizing.start(host, control, traffic);
        outbound = OutboundGuarding.start(host, control, traffic);
        failSafe = new FailSafe(control, new Rooms());
    }

    /**
     * Null where the settings switch everything off.
     *
     * @param table what may be woven, for what must not be loaded ahead
     */
    public static @Nullable Adapting start(Host host, SiteTable table) {
        List<String> wrong = new ArrayList<>();
        Modes modes = modes(host.config, wrong);
        for (String one : wrong) {
            host.console.line(one);
            host.problems.add(one);
        }
        if (modes.allOff()) {
            return null;
        }
        Adapting made = new Adapting(host, modes, table);
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            new StandardMBean(made, ControlMXBean.class, true),
                            new ObjectName("io.perfagent:type=Control"));
        } catch (JMException | RuntimeException e) {
            host.problems.add("no control over JMX: " + e);
        }
        return made;
    }

    static Modes modes(Config config, List<String> problems) {
        Map<String, Mode> ofKinds = new TreeMap<>();
        for (Setting<String> kind : ControlSettings.kinds()) {
            Mode mode = Mode.of(config.text(kind));
            if (mode != null && config.isSet(kind)) {
                ofKinds.put(ControlSettings.kindOf(kind), mode);
            }
        }
        Mode common = Mode.of(config.text(ControlSettings.ADAPT));
        return new Modes(common == null ? Mode.OBSERVE : common, ofKinds, overrides(config, problems));
    }

    private static Map<String, Mode> overrides(Config config, List<String> problems) {
        Map<String, Mode> ofNames = new TreeMap<>();
        for (Map.Entry<String, String> one :
                config.map(ControlSettings.OVERRIDES).entrySet()) {
            Mode mode = Mode.of(one.getValue());
            if (mode != null && isOfAKind(one.getKey())) {
                ofNames.put(one.getKey(), mode);
            } else {
                problems.add(ControlSettings.OVERRIDES.key() + ": " + one.getKey() + '=' + one.getValue()
                        + (mode == null
                                ? " is none of " + ControlSettings.MODE_NAMES
                                : " does not begin with a kind of adaptation and a colon")
                        + "; this one is ignored, the others stand");
            }
        }
        return ofNames;
    }

    private static boolean isOfAKind(String name) {
        for (Setting<String> kind : ControlSettings.kinds()) {
            if (name.startsWith(ControlSettings.kindOf(kind) + ':')) {
                return true;
            }
        }
        return false;
    }

    /** What a decision holds for: this version of this service on this JDK. */
    private static String deployment(Config config) {
        String version = config.map(TelemetrySettings.RESOURCE_ATTRIBUTES).get("service.version");
        return new ResourceAttributes(config).serviceName() + (version == null ? "" : " " + version) + ", java "
                + Runtime.version().feature();
    }

    /** Once a second; what fails of it ends all adapting, and nothing else. */
    public void second() {
        failSafe.second(nowMillis());
    }

    private final class Rooms implements FailSafe.Rooms {
        @Override
        public void second(long now) {
            archive.second(starts, now);
            preloading.second(starts, now);
            if (limiting != null) {
                limiting.second(now);
            }
            if (trials != null) {
                trials.second(now);
            }
            if (caching != null) {
                caching.second(now);
            }
            if (pools != null) {
                pools.second(now);
            }
            if (outbound != null) {
                outbound.second(now);
            }
            TargetProposal known = targets;
            if (known != null) {
                known.second(now);
            }
        }
    }

    /**
     * This start has been put on record.
     *
     * @param starts of this deployment on record, this one the last
     */
    public void recorded(List<StartRecordLine> starts) {
        this.starts = starts;
    }

    /** Proposes targets for the next starts; on the agent's main thread. */
    public void proposeTargets(Host host, String deployment, List<StartRecordLine> starts) {
        targets = TargetProposal.of(control, AcceptedTargets.file(host, deployment), starts, nowMillis());
    }

    public void close() {
        control.close(nowMillis());
    }

    public String status() {
        String state = archive.state();
        String ahead = preloading.state();
        return ControlReport.status(control)
                + (state.isEmpty() ? "" : "  start-up archive: " + state + "\n")
                + (ahead.isEmpty() ? "" : "  classes ahead: " + ahead + "\n")
                + (limiting == null ? "" : limiting.status())
                + (trials == null ? "" : trials.status())
                + (caching == null ? "" : caching.status())
                + (pools == null ? "" : pools.status())
                + (outbound == null ? "" : outbound.status());
    }

    /**
     * Answers {@code list}, {@code export}, {@code limits}, {@code limits-json}, or {@code approve}, {@code reject}, {@code undo} and an id, or {@code clear},
     * {@code disable} and what is cached.
     *
     * @param objection why the request may not come from this process's user, or null
     */
    public String request(String command, String id, @Nullable String objection) {
        switch (command) {
            case "list":
                return getText();
            case "export":
                return export();
            case "limits":
                return getLimits();
            case "limits-json":
                return limiting == null ? NO_LIMITS : limiting.json();
            case "approve", "reject", "undo", "clear", "disable":
                if (objection != null) {
                    return REFUSED + "anybody could have asked this: " + objection + "\n";
                }
                break;
            default:
                return REFUSED + "unknown command\n";
        }
        switch (command) {
            case "approve":
                return approve(id);
            case "reject":
                return reject(id);
            case "undo":
                return undo(id);
            default:
                return caching == null
                        ? REFUSED + "caching is off: PERF_AGENT_CACHE=observe and further switch it on\n"
                        : command.equals("clear") ? caching.clear(id) : caching.disable(id, nowMillis());
        }
    }

    /** Why an answer says no, or null if it does not. */
    public static @Nullable String refusal(String answer) {
        return answer.startsWith(REFUSED) ? answer.substring(REFUSED.length()).trim() : null;
    }

    /** The answer of a process whose control is not there, and why. */
    public static String absent(boolean off) {
        return REFUSED
                + (off
                        ? "PERF_AGENT_ADAPT=off: nothing is observed\n"
                        : "the application is still starting; ask again in a moment\n");
    }

    private static long nowMillis() {
        return UnixTime.now() / 1_000_000;
    }

    private static String said(Outcome outcome) {
        return (outcome.done() ? "" : REFUSED) + outcome.line() + "\n";
    }

    @Override
    public String getText() {
        return ControlReport.list(control) + (caching == null ? "" : caching.list());
    }

    @Override
    public String getLimits() {
        return limiting == null ? NO_LIMITS : limiting.status();
    }

    @Override
    public boolean isSwitchedOff() {
        return kill.isOff();
    }

    @Override
    public String approve(String id) {
        return said(control.approve(id, nowMillis()));
    }

    @Override
    public String reject(String id) {
        return said(control.reject(id, nowMillis()));
    }

    @Override
    public String undo(String id) {
        return said(control.undo(id, nowMillis()));
    }

    @Override
    public String export() {
        return ControlReport.export(control);
    }

    @Override
    public String switchOff() {
        return said(control.switchOff("JMX", nowMillis()));
    }

    /** The same as by JMX, when nobody looks after what is in effect any more. */
    public void switchOff(String by) {
        control.switchOff(by, nowMillis());
    }

    /** Decisions are acted on, so they are trusted like what is loaded from disk. */
    private static final class OwnersOnly implements Trust {
        @Override
        public @Nullable String objection(File file) {
            return CacheTrust.objectionToPlace(file);
        }
    }

    private static final class Telling implements Control.Said {
        private final Host host;

        Telling(Host host) {
            this.host = host;
        }

        @Override
        public void said(Severity severity, boolean toConsole, String event, String line, AttributeBytes attributes) {
            if (toConsole) {
                host.console.line(line);
            }
            host.events.offer(new Event(UnixTime.now(), severity, event, line, attributes));
        }
    }
}
