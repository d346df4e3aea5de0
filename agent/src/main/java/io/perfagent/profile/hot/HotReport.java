package io.perfagent.profile.hot;

import io.perfagent.profile.finding.CodeOrigin;
import io.perfagent.profile.finding.Finding;
import io.perfagent.profile.finding.LiveObjects;
import io.perfagent.profile.finding.Wording;
import io.perfagent.profile.stack.StackProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hot paths as text to read. */
public final class HotReport {
    private static final int METHODS = 10;
    private static final int OPERATIONS = 10;
    private static final int METHODS_OF_OPERATION = 3;
    private static final int SITES = 10;
    private static final int ENTRIES = 5;

    private final HotPaths hot;
    private final StringBuilder out = new StringBuilder(8192);

    private HotReport(HotPaths hot) {
        this.hot = hot;
    }

    /** The whole report. */
    public static String of(HotPaths hot) {
        HotReport report = new HotReport(hot);
        StackProfile cpu = hot.cpu();
        StackProfile allocation = hot.allocation();
        report.head(cpu, allocation);
        report.findings();
        report.cpu(cpu);
        report.allocation(allocation);
        for (TopList list : TopList.values()) {
            report.list(list);
        }
        report.heap();
        return report.out.toString();
    }

    /** A few lines for the status. */
    public static String brief(HotPaths hot) {
        HotReport report = new HotReport(hot);
        List<Finding> findings = hot.findings();
        StackProfile cpu = hot.cpu();
        StringBuilder out = report.out;
        out.append("  ").append(cpu.samples()).append(" CPU samples in the last ");
        out.append(Wording.time(hot.windowNanos() / 1e9)).append(", ").append(attributed(cpu));
        out.append(hot.isResting() ? ", until JFR stopped" : "");
        for (MethodTotals.Method method : new MethodTotals(cpu).bySelf(3)) {
            out.append("; ").append(method.name()).append(' ').append(share(method.self(), cpu.total()));
        }
        out.append('\n');
        int told = 0;
        for (Finding finding : findings) {
            if (told++ < 3) {
                report.finding("  ", finding, false);
            }
        }
        return out.toString();
    }

    private void head(StackProfile cpu, StackProfile allocation) {
        out.append(hot.isResting() ? "JFR does not run; until it stopped, " : "")
                .append("the last ")
                .append(Wording.time(hot.windowNanos() / 1e9))
                .append(": ");
        out.append(cpu.samples())
                .append(" CPU samples, ")
                .append(attributed(cpu))
                .append("; ");
        out.append(allocation.samples()).append(" allocation samples, ").append(attributed(allocation));
        long lost = hot.total(Count.LOST);
        out.append(lost == 0 ? "" : "; lost since the start: " + lost);
        long cut = cpu.cutSamples() + allocation.cutSamples();
        out.append(cut == 0 ? "" : "; without room for all of their frames: " + cut)
                .append('\n');
    }

    private static String attributed(StackProfile profile) {
        long unknown = 0;
        for (StackProfile.Node operation : profile.root().children()) {
            if (operation.frame().equals(HotPaths.UNATTRIBUTED)) {
                unknown = operation.total();
            }
        }
        return share(profile.total() - unknown, profile.total()) + " attributed";
    }

    private void findings() {
        List<Finding> findings = hot.findings();
        out.append("\nfindings").append(findings.isEmpty() ? ": none over the thresholds\n" : "\n");
        for (Finding finding : findings) {
            finding("  ", finding, true);
        }
    }

    private void finding(String indent, Finding finding, boolean whole) {
        out.append(indent)
                .append(finding.title())
                .append(": ")
                .append(finding.cost())
                .append('\n');
        parts(indent + "    in ", finding.culprits());
        parts(indent + "    paid by ", finding.payers());
        if (whole) {
            out.append(indent).append("    ").append(finding.advice()).append('\n');
        }
    }

    private void parts(String before, List<Finding.Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        out.append(before);
        String separator = "";
        for (Finding.Part part : parts) {
            out.append(separator).append(part.name());
            out.append(part.share() < 1 ? " (" + Wording.percent(part.share()) + ")" : "");
            separator = ", ";
        }
        out.append('\n');
    }

    private void cpu(StackProfile cpu) {
        MethodTotals all = new MethodTotals(cpu);
        out.append("\nhottest methods (self, total)\n");
        for (MethodTotals.Method method : all.bySelf(METHODS)) {
            method(method, cpu.total());
        }
        out.append("\nmethods of the application with the most below them (self, total)\n");
        int told = 0;
        for (MethodTotals.Method method : all.byTotal(Integer.MAX_VALUE)) {
            if (told < METHODS && CodeOrigin.isApplication(method.name())) {
                method(method, cpu.total());
                told++;
            }
        }
        out.append("\nCPU by operation\n");
        Map<String, StackProfile> byOperation = byOperation(cpu);
        for (Map.Entry<String, Long> operation : all.operations(OPERATIONS)) {
            line(share(operation.getValue(), cpu.total()), operation.getKey());
            StackProfile own = byOperation.get(operation.getKey());
            if (own != null) {
                for (MethodTotals.Method method : new MethodTotals(own).bySelf(METHODS_OF_OPERATION)) {
                    out.append("          ")
                            .append(share(method.self(), own.total()))
                            .append("  ");
                    out.append(method.name()).append('\n');
                }
            }
        }
    }

    private static Map<String, StackProfile> byOperation(StackProfile profile) {
        Map<String, StackProfile> profiles = new HashMap<>();
        profile.each((frames, value, samples) -> {
            if (!frames.isEmpty()) {
                profiles.computeIfAbsent(frames.get(0), name -> new StackProfile(profile.unit(), profile.nodes() + 1))
                        .add(frames, value, samples);
            }
        });
        return profiles;
    }

    private void method(MethodTotals.Method method, long total) {
        line(share(method.self(), total) + padded(share(method.total(), total)), method.name());
    }

    private void allocation(StackProfile allocation) {
        double seconds = hot.windowNanos() / 1e9;
        out.append("\nallocating sites, of about ");
        out.append(Wording.bytes(allocation.total() / seconds)).append("/s\n");
        Map<String, Long> sites = new HashMap<>();
        allocation.each((frames, value, samples) -> {
            int last = frames.size() - 1;
            if (last >= 2) {
                sites.merge(frames.get(last) + " in " + CodeOrigin.site(frames.subList(1, last)), value, Long::sum);
            }
        });
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(sites.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        for (Map.Entry<String, Long> site : sorted.subList(0, Math.min(SITES, sorted.size()))) {
            line(share(site.getValue(), allocation.total()), site.getKey());
        }
        out.append("\nallocation by operation\n");
        for (Map.Entry<String, Long> operation : new MethodTotals(allocation).operations(OPERATIONS)) {
            line(share(operation.getValue(), allocation.total()), operation.getKey());
        }
    }

    private void list(TopList list) {
        boolean longest = list == TopList.PAUSES || list == TopList.SAFEPOINTS;
        TopTable table = hot.list(list, longest);
        List<TopTable.Entry> top = longest ? table.longest(ENTRIES) : table.top(ENTRIES);
        if (top.isEmpty()) {
            return;
        }
        out.append('\n').append(list.title());
        out.append(longest ? ", the longest of the last " + (Slices.WINDOWS + 1) + " windows\n" : "\n");
        for (TopTable.Entry entry : top) {
            boolean counted = list == TopList.ERRORS;
            String value = counted
                    ? entry.count() + "x"
                    : Wording.millis(longest ? entry.max() : entry.value()) + ", " + entry.count() + "x";
            line(value, entry.name());
        }
    }

    private void heap() {
        out.append("\nheap: ").append(hot.heapText()).append('\n');
        LiveObjects live = hot.live();
        if (live == null) {
            return;
        }
        out.append("  long-lived objects, by a sample of ")
                .append(live.objects())
                .append('\n');
        int told = 0;
        for (LiveObjects.Entry entry : live.entries()) {
            if (told++ < ENTRIES) {
                line(share(entry.count(), live.objects()), entry.type() + " made in " + entry.site());
            }
        }
    }

    private void line(String value, String name) {
        out.append(padded(value)).append("  ").append(name);
        out.append('\n');
    }

    private static String padded(String value) {
        return " ".repeat(Math.max(2, 8 - value.length())) + value;
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "0.0 %" : Wording.percent((double) part / whole);
    }
}
