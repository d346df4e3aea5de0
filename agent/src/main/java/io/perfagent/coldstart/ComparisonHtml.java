package io.perfagent.coldstart;

import io.perfagent.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The starts of two deployments as one page: each start as a dot, and what their components take; loads nothing. */
public final class ComparisonHtml {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Starts compared</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <style>
            body { font: 14px/1.4 system-ui, sans-serif; margin: 2em; color: #222; background: #fff; }
            h1 { font-size: 1.3em; } h2 { font-size: 1.05em; margin-top: 2em; }
            table { border-collapse: collapse; } td, th { padding: 2px 12px 2px 0; text-align: right; }
            td:first-child, th:first-child { text-align: left; }
            th { border-bottom: 1px solid #999; font-weight: 600; } .none { color: #999; }
            svg { display: block; border: 1px solid #ccc; } text { font-size: 11px; fill: #777; }
            .first { fill: #5b7db1; stroke: #5b7db1; } .second { fill: #e9a23b; stroke: #e9a23b; } circle { stroke: none; fill-opacity: .6; }
            line { stroke-width: 2; } .bar { height: 6px; margin: 1px 0; } .bar.first { background: #5b7db1; } .bar.second { background: #e9a23b; }
            @media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } }
            </style></head><body><h1>Starts compared</h1><p id="sum"></p>
            <table id="sides"></table>
            <h2>Each start, until ready</h2><p>A dot is a start, the oldest on top; the line is the median.</p>
            <svg id="dots" width="1000" height="260"></svg>
            <h2>Components, by how much they differ</h2><p>Medians of their own time.</p><table id="components"></table>
            <script type="application/json" id="data">
            """;

    private static final String TAIL = """

            </script><script>
            const d = JSON.parse(document.getElementById('data').textContent);
            const ms = v => v === null ? 'not measured' : v.toFixed(v < 10 ? 1 : 0) + ' ms';
            const by = id => document.getElementById(id);
            const el = (tag, text, cls) => { const e = document.createElement(tag); e.textContent = text;
              if (cls) e.className = cls; return e; };
            const row = (table, cells, tag) => { const r = document.createElement('tr');
              cells.forEach(c => r.append(c instanceof Node ? c : el(tag || 'td', c, c === 'not measured' ? 'none' : '')));
              table.append(r); };
            const sides = [['first', d.first], ['second', d.second]];
            const less = d.second.median - d.first.median;
            by('sum').textContent = 'The second takes ' + ms(Math.abs(less)) + (less < 0 ? ' less (' : ' more (')
              + (100 * Math.abs(less) / d.first.median).toFixed(0) + ' %).';
            row(by('sides'), ['deployment begins with', 'starts', 'median', '95th percentile', 'spread', 'ready by'], 'th');
            sides.forEach(([cls, s]) => row(by('sides'), [s.name, String(s.starts), ms(s.median), ms(s.p95), ms(s.spread),
              s.ready_signal || 'not told']));
            const NS = 'http://www.w3.org/2000/svg', svg = by('dots');
            const shape = (tag, of, text) => { const e = document.createElementNS(NS, tag);
              Object.entries(of).forEach(([k, v]) => e.setAttribute(k, v)); if (text) e.textContent = text; svg.append(e); return e; };
            const most = Math.max(1, ...d.first.times, ...d.second.times), x = v => 20 + 940 * v / most;
            sides.forEach(([cls, s], side) => { const top = 15 + side * 115, step = 95 / Math.max(1, s.times.length);
              shape('text', { x: 20, y: top - 3 }, s.name);
              s.times.forEach((v, i) => { const dot = shape('circle', { cx: x(v), cy: top + step * (i + .5), r: 4, class: cls });
                const title = document.createElementNS(NS, 'title'); title.textContent = ms(v); dot.append(title); });
              shape('line', { x1: x(s.median), x2: x(s.median), y1: top, y2: top + 95, class: cls }); });
            for (let i = 0; i <= 4; i++) shape('text', { x: x(most * i / 4) - 10, y: 255 }, ms(most * i / 4));
            if (!d.components.length) by('components').after(el('p', 'Components were not measured on both sides.'));
            else row(by('components'), ['component', 'first', 'second', 'difference', ''], 'th');
            const widest = Math.max(1, ...d.components.flatMap(c => [c.first || 0, c.second || 0]));
            d.components.forEach(c => { const drawn = document.createElement('td');
              ['first', 'second'].forEach(cls => { const bar = el('div', '', 'bar ' + cls);
                bar.style.width = 300 * (c[cls] || 0) / widest + 'px'; drawn.append(bar); });
              const more = (c.second || 0) - (c.first || 0);
              row(by('components'), [c.name, ms(c.first), ms(c.second), (more < 0 ? '\\u2212' : '+') + ms(Math.abs(more)), drawn]); });
            </script></body></html>
            """;

    /**
     * One deployment.
     *
     * @param name as it was asked for
     * @param readySignal who said that it was ready, or empty
     * @param readyMillis of each start, oldest first
     */
    public record Side(String name, String readySignal, Trend trend, List<Double> readyMillis) {}

    /** A component's own time on both sides, in milliseconds; null where it was not measured, or was not there. */
    public record Component(
            String name,
            @Nullable Double firstMillis,
            @Nullable Double secondMillis) {}

    private ComparisonHtml() {}

    /** @param components in the order in which they are to be shown */
    public static String of(Side first, Side second, List<Component> components) {
        JsonWriter out = new JsonWriter();
        out.open('{');
        write(out, "first", first);
        write(out, "second", second);
        out.key("components").open('[');
        for (Component one : components) {
            out.open('{').text("name", one.name());
            out.millis("first", nanos(one.firstMillis())).millis("second", nanos(one.secondMillis()));
            out.close('}');
        }
        return HEAD + out.close(']').close('}') + TAIL;
    }

    private static void write(JsonWriter out, String key, Side side) {
        out.key(key).open('{').text("name", side.name()).text("ready_signal", side.readySignal());
        out.number("starts", side.trend().starts())
                .millis("median", nanos(side.trend().medianMillis()));
        out.millis("p95", nanos(side.trend().p95Millis()))
                .millis("spread", nanos(side.trend().sigmaMillis()));
        out.key("times").open('[');
        for (Double time : side.readyMillis()) {
            out.millis(nanos(time));
        }
        out.close(']').close('}');
    }

    private static long nanos(@Nullable Double millis) {
        return millis == null ? Counters.NOT_MEASURED : Math.round(millis * 1e6);
    }
}
