package io.perfagent.coldstart;

/** A report as one page: a timeline of all threads and the tables, drawn from the report's JSON; loads nothing. */
public final class ReportHtml {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Start</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <style>
            body { font: 14px/1.4 system-ui, sans-serif; margin: 2em; color: #222; background: #fff; }
            h1 { font-size: 1.3em; } h2 { font-size: 1.05em; margin-top: 2em; }
            table { border-collapse: collapse; } td, th { padding: 2px 12px 2px 0; text-align: right; }
            td:first-child, th:first-child, td.l, th.l { text-align: left; }
            th { border-bottom: 1px solid #999; font-weight: 600; } .none { color: #999; }
            #lanes { position: relative; border: 1px solid #ccc; overflow-x: auto; }
            .lane { position: relative; border-top: 1px solid #eee; }
            .lane > b { position: absolute; left: 4px; top: 1px; font-weight: 400; font-size: 11px; color: #777; }
            .bar { position: absolute; height: 14px; overflow: hidden; font-size: 10px; line-height: 14px; white-space: nowrap;
              background: #cfd8e6; border-right: 1px solid #fff; box-sizing: border-box; }
            .bar.critical { background: #e9a23b; } .bar.wait { background: #eee; color: #888; }
            .point { position: absolute; top: 0; bottom: 0; border-left: 1px dashed #c33; font-size: 11px; color: #c33; }
            @media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; }
              .bar { background: #3d4f6b; border-color: #1b1b1b; } .bar.critical { background: #9a6417; }
              .bar.wait { background: #333; } }
            </style></head><body><h1 id="title"></h1><p id="sum"></p>
            <h2>Timeline</h2><p>Orange lies on the critical path: ready had to wait for it.</p><div id="lanes"></div>
            <table id="targets"></table><table id="help"></table>
            <h2>Phases</h2><table id="phases"></table>
            <h2>Components, longest first</h2><table id="components"></table>
            <h2>Critical path</h2><table id="path"></table>
            <h2>Stacks, locks, static initialisers, classes</h2><p id="kind"></p><table id="spent"></table><table id="inits"></table>
            <table id="locks"></table><table id="loaders"></table><table id="jars"></table>
            <script type="application/json" id="data">
            """;

    private static final String TAIL = """

            </script><script>
            const d = JSON.parse(document.getElementById('data').textContent);
            const ms = v => v === null ? 'not measured' : v.toFixed(v < 10 ? 1 : 0) + ' ms';
            const el = (tag, text, cls) => { const e = document.createElement(tag); e.textContent = text;
              if (cls) e.className = cls; return e; };
            const row = (table, cells, tag) => { const r = document.createElement('tr');
              cells.forEach(c => r.append(el(tag || 'td', c === null ? '' : c, c === 'not measured' ? 'none' : ''))); table.append(r); };
            const by = id => document.getElementById(id);
            by('title').textContent = 'Start of ' + d.service + ' (' + d.kind + ')';
            by('sum').textContent = 'Ready for requests after ' + ms(d.ready_for_request_time) + (d.ready_signal ? ' (' + d.ready_signal
              + ')' : '') + ', first response after ' + ms(d.total_cold_start_time) + '. The agent: ' + ms(d.agent.before_main)
              + ' before main, CPU of its threads ' + ms(d.agent.cpu) + '.';
            const end = Math.max(1, d.total_cold_start_time || 0, d.ready_for_request_time || 0,
              ...d.timeline.map(p => p.from + p.time));
            const scale = 1200 / end, lanes = by('lanes'), depth = [];
            const threads = new Map();
            d.timeline.forEach((p, i) => { depth[i] = p.parent < 0 ? 0 : depth[p.parent] + 1;
              if (!threads.has(p.thread)) threads.set(p.thread, []); threads.get(p.thread).push(i); });
            lanes.style.width = '100%';
            let height = 0;
            threads.forEach((pieces, name) => {
              const lane = el('div', '', 'lane'), deep = Math.max(...pieces.map(i => depth[i])) + 1;
              lane.style.cssText = 'width:1200px;height:' + (deep * 15 + 18) + 'px'; height += deep * 15 + 19;
              lane.append(el('b', name));
              pieces.forEach(i => { const p = d.timeline[i]; if (p.time * scale < 0.3) return;
                const bar = el('div', p.name, 'bar' + (p.critical > 0 ? ' critical' : p.kind === 'wait' ? ' wait' : ''));
                bar.style.cssText = 'left:' + p.from * scale + 'px;width:' + p.time * scale + 'px;top:' + (17 + depth[i] * 15) + 'px';
                bar.title = p.kind + ' ' + p.name + ', ' + ms(p.time) + ', on the critical path ' + ms(p.critical); lane.append(bar); });
              lanes.append(lane); });
            Object.entries(d.points).forEach(([name, at]) => { if (at === null) return;
              const mark = el('div', name, 'point'); mark.style.left = at * scale + 'px'; lanes.append(mark); });
            if (!d.components_measured) lanes.append(el('p', 'Components were not measured: there was no weave cache yet.'));
            if (d.suggestions.length) row(by('help'), ['what would help', 'earlier by, at most', 'because'], 'th');
            d.suggestions.forEach(s => row(by('help'), [s.advice, ms(s.gain), s.kind + ': ' + s.evidence + ' (' + s.basis + ')']));
            if (d.targets.length) row(by('targets'), ['target', 'statistic', 'measured', 'figure', 'level', 'starts'], 'th');
            d.targets.forEach(t => row(by('targets'), [t.phase + ' (' + t.priority + ')', t.statistic, ms(t.measured), ms(t.figure),
              t.level, String(t.starts)]));
            d.order.forEach(o => by('targets').after(el('p', o.finding)));
            const spent = [...new Set(d.phases.flatMap(p => Object.keys(p.resources)))];
            row(by('phases'), ['phase', 'time', ...spent, 'classes parsed', 'shared'], 'th');
            const count = v => v === null ? 'not measured' : String(v);
            d.phases.forEach(p => row(by('phases'), [p.name, ms(p.time), ...spent.map(s => ms(p.resources[s])),
              count(p.classes_parsed), count(p.classes_shared)]));
            row(by('components'), ['component', 'self', 'total', 'on the critical path', 'ready earlier without, at most', 'slack'], 'th');
            d.components.forEach(c => row(by('components'), [c.kind + ' ' + c.name, ms(c.self), ms(c.time), ms(c.critical),
              ms(c.ready_earlier_without), ms(c.slack)]));
            row(by('path'), ['what', 'at', 'time', 'waited for by'], 'th');
            d.critical_path.filter(s => s.time >= 1).forEach(s => row(by('path'), [s.component === null ? '(nothing known by name)' : s.component,
              ms(s.from), ms(s.time), s.waited_for_by === null ? '' : s.waited_for_by + (s.inferred ? ' (inferred)' : '')]));
            const a = d.analysed || null, unknown = v => v === null ? 'not measured' : v;
            by('kind').textContent = a === null ? 'Not measured in an ordinary start (PERF_AGENT_STARTUP=analyse).'
              : 'An analysed start; setting it up took ' + ms(a.set_up) + ' of it. Times of stacks, static initialisers and class loading are'
              + ' estimated by samples' + (a.samples === null ? ': not measured (' + a.not_sampled_because + ').'
              : ', one of each thread every ' + ms(a.interval) + '.')
              + (a.lock_waits === null ? ' Locks: not measured (' + a.locks_not_measured_because + ').' : '')
              + (a.jars === null ? ' Classes: not measured (' + a.classes_not_measured_because + ').' : '');
            if (a && a.phases) { const at = Object.keys(a.phases.concat(a.components)[0]?.path_by_samples || {});
              row(by('spent'), ['on the critical path', 'time', ...at, 'ran', 'waited'], 'th');
              const stack = s => s.length ? ms(s[0].time) + ' ' + s[0].stack.split(' < ').slice(0, 4).join(' < ') : '';
              a.phases.concat(a.components).forEach(p => row(by('spent'), [p.name, ms(p.critical), ...at.map(k => ms(p.path_by_samples[k])),
                stack(p.hottest), stack(p.longest_waiting)])); }
            if (a && a.static_initialisers) { row(by('inits'), ['static initialiser', 'self', 'with those within', 'critical', 'thread'], 'th');
              a.static_initialisers.forEach(i => row(by('inits'), [i.class, ms(i.self), ms(i.time), ms(i.critical), unknown(i.thread)])); }
            if (a && a.lock_waits) { row(by('locks'), ['lock', 'time', 'critical', 'waited', 'at', 'held by', 'at'], 'th');
              a.lock_waits.forEach(w => row(by('locks'), [w.lock, ms(w.time) + (w.measured ? '' : ' (as seen)'), ms(w.critical), w.waiter,
                w.waiter_stack.split(' < ')[0], w.owner, w.owner_stack.split(' < ').slice(0, 3).join(' < ')])); }
            [['loaders', 'class loader', a && a.class_loaders], ['jars', 'jar', a && a.jars]].forEach(([id, title, groups]) => { if (!groups) return;
              row(by(id), [title, 'parsed', 'shared', 'loaded earlier', 'loading'], 'th');
              groups.forEach(g => row(by(id), [g.name, String(g.parsed), String(g.shared), String(g.earlier), ms(g.loading)])); });
            </script></body></html>
            """;

    private ReportHtml() {}

    /** @param json as {@link ReportJson} writes it: without a {@code <} that could end the element it stands in */
    public static String of(String json) {
        return HEAD + json.replace("<", "\\u003c") + TAIL;
    }
}
