package io.perfagent.start.adapting;

import io.perfagent.bootstrap.Seam;
import io.perfagent.cache.CacheControl;
import io.perfagent.cache.CacheMetrics;
import io.perfagent.cache.CacheReport;
import io.perfagent.cache.Caches;
import io.perfagent.cache.Source;
import io.perfagent.cache.Targets;
import io.perfagent.cache.policy.CacheRules;
import io.perfagent.cache.redis.RedisSource;
import io.perfagent.config.AgentSettings;
import io.perfagent.config.CacheSettings;
import io.perfagent.control.Control;
import io.perfagent.export.Severity;
import io.perfagent.instrument.family.Telemetry;
import io.perfagent.start.host.CacheChoices;
import io.perfagent.start.host.Host;
import io.perfagent.weave.Site;
import io.perfagent.weave.SiteTable;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** Caching as this process has it: its rules and their file, its life in control, its report and commands. */
final class Caching implements CacheMXBean {
    private static final String FILE = "cache.rules";

    /** One that comes and goes is told of so often. */
    private static final long CHANNEL_LINES_NANOS = 10_000_000_000L;

    private static final String NAME = "io.perfagent:type=Cache";

    private final Host host;
    private final Caches caches;
    private final CacheControl control;
    private final CacheRules ofSetting;
    private final @Nullable CacheRulesFile file;
    private final Site[] sites;
    private final Set<Source> distrusted = new HashSet<>(); // as many as sources
    private int failedCalls;
    private List<String> channels = List.of();
    private long saidNanos = System.nanoTime() - CHANNEL_LINES_NANOS;

    private Caching(Host host, Control control, Caches caches, SiteTable table) {
        this.host = host;
        this.caches = caches;
        this.sites = table.sites;
        this.control = new CacheControl(control, caches);
        List<String> wrong = new ArrayList<>(); // noted as problems when caching was installed; said now
        this.ofSetting = CacheChoices.rules(host.config, wrong);
        for (String one : wrong) {
            host.console.line(one);
        }
        String chosen = host.config.text(CacheSettings.RULES_FILE);
        File root = host.data.root();
        File place = chosen.isEmpty() ? root == null ? null : new File(root, FILE) : new File(chosen);
        this.file = place == null ? null : new CacheRulesFile(place);
    }

    /** Null where caching is off. */
    static @Nullable Caching start(Host host, Control control, SiteTable table) {
        Caches caches = Caches.get();
        if (caches == null) {
            return null;
        }
        Caching made = new Caching(host, control, caches, table);
        Telemetry telemetry = host.telemetry();
        if (host.config.bool(AgentSettings.OWN_METRICS)) {
            telemetry.metrics.add(new CacheMetrics(caches, telemetry.metrics.settings()));
        }
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new StandardMBean(made, CacheMXBean.class, true), new ObjectName(NAME));
        } catch (JMException | RuntimeException e) {
            host.problems.add("no caching over JMX: " + e);
        }
        return made;
    }

    void second(long nowUnixMillis) {
        List<String> problems = new ArrayList<>();
        CacheRules ofFile = file == null ? null : file.look(problems);
        if (ofFile != null) {
            caches.rules(ofSetting.and(ofFile));
        }
        for (String problem : problems) {
            host.console.line(problem);
            host.problems.add(problem);
        }
        control.second(nowUnixMillis, System.nanoTime());
        lookForRemovedHooks();
        lookAfterChannels();
        for (Source source : caches.sources()) {
            if (source.isDistrusted() && distrusted.add(source)) {
                host.say(
                        Severity.WARN,
                        "perf_agent.cache.distrusted",
                        "nothing of " + source.name() + " is served from memory any more: " + source.objection());
            }
        }
    }

    /** Opens and closes what tells of other processes' writes, and says when one comes or goes. */
    private void lookAfterChannels() {
        RedisSource redis = RedisSource.get();
        if (redis == null) {
            return;
        }
        redis.channels().second();
        List<String> now = redis.channels().texts(false);
        if (now.equals(channels) || System.nanoTime() - saidNanos < CHANNEL_LINES_NANOS) {
            return;
        }
        saidNanos = System.nanoTime();
        for (String one : now) {
            if (!channels.contains(one)) {
                host.say(
                        Severity.INFO,
                        "perf_agent.cache.channel",
                        "cache: the channel that tells of other processes' writes to Redis at " + one);
            }
        }
        channels = now;
    }

    /** A hook that has removed itself sees no writes any more. */
    private void lookForRemovedHooks() {
        int failed = Seam.failedCalls();
        if (failed == failedCalls) {
            return;
        }
        failedCalls = failed;
        for (Site site : sites) {
            if (site.instrumentation.endsWith("-cache") && Seam.failures(site.id) >= Seam.MAX_FAILURES) {
                for (Source source : caches.sources()) {
                    source.distrust("a hook of " + site.instrumentation + " has failed too often: " + site.method);
                }
            }
        }
    }

    String status() {
        StringBuilder out = new StringBuilder(CacheReport.text(caches));
        RedisSource redis = RedisSource.get();
        if (redis != null) {
            for (String channel : redis.channels().texts(true)) {
                out.append("  cache channel to Redis at ").append(channel).append('\n');
            }
        }
        return out.toString();
    }

    String list() {
        return CacheReport.list(caches);
    }

    String clear(String target) {
        return "kinds of reads cleared: " + Targets.clear(caches, target) + "\n";
    }

    String disable(String target, long nowUnixMillis) {
        return control.disable(target, nowUnixMillis);
    }

    @Override
    public String getText() {
        return status();
    }

    @Override
    public int invalidate(String target) {
        return Targets.clear(caches, target);
    }

    @Override
    public void invalidateTable(String table) {
        Targets.invalidateTable(caches, table);
    }

    @Override
    public void invalidateAll() {
        Targets.invalidateAll(caches);
    }
}
