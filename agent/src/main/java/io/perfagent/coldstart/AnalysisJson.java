package io.perfagent.coldstart;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.sample.Activity;
import io.perfagent.coldstart.sample.BeanUse;
import io.perfagent.coldstart.sample.LoadedGroups;
import io.perfagent.coldstart.sample.LockWait;
import io.perfagent.coldstart.sample.StackTotals;
import io.perfagent.coldstart.sample.StartSamples;
import io.perfagent.coldstart.sample.StaticInits;
import io.perfagent.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an analysed start adds to the report's JSON; {@code null} where it was not measured. */
final class AnalysisJson {
    private static final int MAX_STACKS = 5;
    private static final int MAX_LOCKS = 100;
    private static final int MAX_JARS = 500;

    private final JsonWriter out;
    private final Analysis analysis;
    private final long begin;

    private AnalysisJson(JsonWriter out, Analysis analysis, long begin) {
        this.out = out;
        this.analysis = analysis;
        this.begin = begin;
    }

    static void write(JsonWriter out, @Nullable Analysis analysis, long beginNanos) {
        if (analysis == null) {
            out.text("analysed", null);
            return;
        }
        out.key("analysed").open('{');
        AnalysisJson json = new AnalysisJson(out, analysis, beginNanos);
        json.samples();
        json.staticInits();
        json.locks();
        json.waits();
        json.classes();
        json.beans();
        out.close('}');
    }

    /** What the critical path was at in a phase. */
    static void activities(JsonWriter out, @Nullable Analysis analysis, String phase) {
        StackTotals totals = null;
        if (analysis != null) {
            for (Analysis.Part part : analysis.phases) {
                totals = part.name().equals(phase) ? part.totals() : totals;
            }
        }
        activities(out, totals);
    }

    private static void activities(JsonWriter out, @Nullable StackTotals totals) {
        out.key("path_by_samples").open('{');
        for (Activity activity : Activity.values()) {
            out.millis(activity.title, totals == null ? Counters.NOT_MEASURED : totals.nanos(activity));
        }
        out.close('}');
    }

    private void samples() {
        Measured measured = analysis.measured;
        StartSamples samples = measured.samples();
        out.millis("set_up", measured.beforeMainNanos());
        out.text("not_sampled_because", samples == null ? measured.noSamples() : null);
        out.millis("interval", samples == null ? Counters.NOT_MEASURED : samples.intervalNanos());
        if (samples == null) {
            out.text("samples", null).text("phases", null).text("components", null);
            return;
        }
        out.number("samples", samples.kept()).number("samples_dropped", samples.dropped());
        parts("phases", analysis.phases);
        parts("components", analysis.pieces);
    }

    private void parts(String key, List<Analysis.Part> parts) {
        out.key(key).open('[');
        for (Analysis.Part part : parts) {
            out.open('{').text("name", part.name()).millis("critical", part.nanos());
            activities(out, part.totals());
            stacks("hottest", part.totals().hottest(MAX_STACKS));
            stacks("longest_waiting", part.totals().longestWaiting(MAX_STACKS));
            out.close('}');
        }
        out.close(']');
    }

    private void stacks(String key, List<StackTotals.Total> totals) {
        out.key(key).open('[');
        for (StackTotals.Total one : totals) {
            out.open('{').millis("time", one.nanos()).text("activity", one.activity().title);
            frames("stack", one.frames());
            out.close('}');
        }
        out.close(']');
    }

    /** Innermost first, in one string. */
    private void frames(String key, List<String> frames) {
        out.text(key, String.join(" < ", frames));
    }

    private void staticInits() {
        List<StaticInits.Init> inits = analysis.staticInits;
        if (inits == null) {
            out.text("static_initialisers", null);
            return;
        }
        out.key("static_initialisers").open('[');
        for (StaticInits.Init one : inits) {
            out.open('{')
                    .text("class", one.type())
                    .millis("self", one.selfNanos())
                    .millis("time", one.totalNanos());
            out.millis("critical", analysis.criticalInits.getOrDefault(one.type(), 0L));
            StartSamples samples = analysis.measured.samples();
            out.text("thread", samples == null ? null : samples.name(one.threadId()))
                    .close('}');
        }
        out.close(']');
    }

    private void locks() {
        if (analysis.measured.lockWaits() == null) {
            out.text("lock_waits", null).text("locks_not_measured_because", analysis.measured.noLockWaits());
            return;
        }
        out.millis("lock_interval", analysis.measured.lockIntervalNanos());
        out.key("lock_waits").open('[');
        for (Analysis.Lock one : analysis.locks.subList(0, Math.min(MAX_LOCKS, analysis.locks.size()))) {
            LockWait wait = one.waited();
            out.open('{')
                    .text("lock", wait.lock())
                    .text("waiter", wait.waiter())
                    .text("owner", wait.owner());
            out.millis("from", wait.fromNanos() - begin).millis("time", wait.waitNanos());
            out.flag("measured", wait.measured()).millis("critical", one.criticalNanos());
            frames("waiter_stack", wait.waiterStack());
            frames("owner_stack", wait.ownerStack());
            out.close('}');
        }
        out.close(']');
    }

    private void waits() {
        if (analysis.measured.samples() == null) {
            out.text("waits", null);
            return;
        }
        out.key("waits").open('[');
        for (Analysis.Wait one : analysis.waits) {
            Piece piece = one.piece();
            StackTotals.Total stack = one.stack();
            out.open('{').text("thread", piece.threadName).text("for", piece.name);
            out.text("in", piece.parent == null ? null : Kind.name(piece.parent.kind) + " " + piece.parent.name);
            out.millis("time", piece.totalNanos());
            out.text("stack", stack == null ? null : String.join(" < ", stack.frames()))
                    .close('}');
        }
        out.close(']');
    }

    private void classes() {
        LoadedGroups classes = analysis.measured.classes();
        List<String> unused = analysis.measured.unusedJars();
        if (classes == null) {
            out.text("class_loaders", null).text("jars", null);
            out.text("classes_not_measured_because", analysis.measured.noClasses());
        } else {
            groups("class_loaders", classes.loaders);
            groups("jars", classes.jars);
            out.number("hidden_classes", classes.hidden);
        }
        if (unused == null) {
            out.text("unused_jars", null);
            return;
        }
        out.number("jars_on_class_path", analysis.measured.jarsOnClassPath());
        out.key("unused_jars").open('[');
        for (String jar : unused.subList(0, Math.min(MAX_JARS, unused.size()))) {
            out.open('{').text("jar", jar).close('}');
        }
        out.close(']');
    }

    /** Long ones, and to which others they were given. */
    private void beans() {
        List<BeanUse> beans = analysis.measured.beans();
        if (beans == null) {
            out.text("beans", null).text("beans_not_measured_because", analysis.measured.noBeans());
            return;
        }
        out.key("beans").open('[');
        for (BeanUse one : beans) {
            out.open('{').text("name", one.name()).text("class", one.type());
            out.text("given_to", String.join(", ", one.dependents())).close('}');
        }
        out.close(']');
    }

    private void groups(String key, List<LoadedGroups.Group> groups) {
        out.key(key).open('[');
        for (LoadedGroups.Group one : groups) {
            out.open('{')
                    .text("name", one.name())
                    .number("parsed", one.parsed())
                    .number("shared", one.shared());
            out.number("earlier", one.earlier())
                    .millis("loading", one.sampledNanos())
                    .close('}');
        }
        out.close(']');
    }
}
