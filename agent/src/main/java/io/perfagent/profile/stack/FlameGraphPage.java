package io.perfagent.profile.stack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page around a flame graph's data. Nothing but its own script and style may run: the policy names their hashes. */
final class FlameGraphPage {
    private static final String STYLE = """

            body { font: 14px/1.4 system-ui, sans-serif; margin: 12px; color: #222; background: #fff; }
            h1 { font-size: 1.2em; margin: 0 0 4px; } p { margin: 2px 0 8px; color: #666; }
            canvas { display: block; width: 100%; cursor: pointer; }
            button, input { font: inherit; margin-right: 6px; } button.on { font-weight: 700; }
            #line { height: 1.5em; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
            #found { color: #a0a; }
            @media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd; } p { color: #999; }
              #found { color: #f7f; } }
            """;

    private static final String SCRIPT = """

            'use strict';
            const d = JSON.parse(document.getElementById('data').textContent);
            const by = id => document.getElementById(id), ROW = 17, canvas = by('graph'), pen = canvas.getContext('2d');
            const COLOURS = { j: [98, 50, 62], n: [42, 62, 62], k: [20, 72, 62], c: [200, 50, 68], o: [262, 42, 72] };
            const HUMAN = { ns: [['h', 3.6e12], ['min', 6e10], ['s', 1e9], ['ms', 1e6], ['\\u00b5s', 1e3]],
              B: [['GB', 2 ** 30], ['MB', 2 ** 20], ['KB', 1024]], '': [['M', 1e6], ['K', 1e3]] };
            let p, nodes, root, zoomed, rows, pattern = null, hovered = null;
            const human = v => { for (const [name, size] of HUMAN[p.unit]) if (v >= size) return (v / size).toFixed(1) + ' ' + name;
              return v + (p.unit ? ' ' + p.unit : ''); };
            const share = (v, of) => of ? (100 * v / of).toFixed(v < of ? 2 : 0) + ' %' : '0 %';
            function load(profile) {
              p = profile; nodes = []; const step = p.before < 0 ? 3 : 4, path = []; let deepest = 0;
              for (let i = 0; i < p.nodes.length; i += step) {
                const level = p.nodes[i], up = level ? path[level - 1] : null;
                const n = { level, name: p.nodes[i + 1], total: p.nodes[i + 2], before: step > 3 ? p.nodes[i + 3] : 0, up,
                  from: up ? up.next : 0, children: [] };
                n.next = n.from; if (up) { up.next += n.total; up.children.push(n); }
                path[level] = n; nodes.push(n); deepest = Math.max(deepest, level);
              }
              root = zoomed = nodes[0]; hovered = null; rows = deepest + 1;
              [...by('tabs').children].forEach((b, i) => b.className = d.profiles[i] === p ? 'on' : '');
              search();
            }
            const scaled = n => p.before > 0 ? n.before * root.total / p.before : 0;
            function colour(n) {
              if (n.hit) return '#e6e';
              if (p.before >= 0) { const grown = (n.total - scaled(n)) / (root.total || 1);
                const strength = Math.min(1, Math.sqrt(Math.abs(grown)) * 2);
                return 'hsl(' + (grown > 0 ? 4 : 215) + ',' + Math.round(75 * strength) + '%,' + Math.round(88 - 28 * strength) + '%)'; }
              const [h, s, l] = COLOURS[d.kinds[n.name]];
              return 'hsl(' + (h + n.name * 7 % 14) + ',' + s + '%,' + (l + n.name * 5 % 11) + '%)';
            }
            function draw() {
              const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = rows * ROW;
              canvas.width = width * ratio; canvas.height = height * ratio; canvas.style.height = height + 'px';
              pen.setTransform(ratio, 0, 0, ratio, 0, 0); pen.clearRect(0, 0, width, height); pen.font = '11px sans-serif';
              const scale = width / Math.max(1, zoomed.total), above = new Set(); for (let u = zoomed.up; u; u = u.up) above.add(u);
              for (const n of nodes) {
                const over = above.has(n); n.x = over ? 0 : (n.from - zoomed.from) * scale; n.w = over ? width : n.total * scale;
                n.shown = n.w >= 0.4 && n.x < width && n.x + n.w > 0 && (over || n.level >= zoomed.level);
                if (!n.shown) continue;
                pen.globalAlpha = over ? 0.5 : 1; pen.fillStyle = colour(n); pen.fillRect(n.x, n.level * ROW, Math.max(0.5, n.w - 0.6), ROW - 1);
                if (n.w > 24) { const room = Math.floor((n.w - 6) / 6), text = d.names[n.name];
                  pen.fillStyle = '#111'; pen.fillText(text.length > room ? text.slice(0, Math.max(1, room - 1)) + '\\u2026' : text, Math.max(0, n.x) + 3, n.level * ROW + 12); }
              }
              pen.globalAlpha = 1; tell();
            }
            function tell() {
              const n = hovered || zoomed, self = n.total - n.children.reduce((sum, c) => sum + c.total, 0);
              by('line').textContent = d.names[n.name] + ' \\u2014 ' + human(n.total) + ', ' + share(n.total, root.total) + ', itself '
                + share(self, root.total) + (p.before < 0 ? '' : '; before: ' + share(n.before, p.before));
            }
            function search() {
              const text = by('search').value; try { pattern = text ? new RegExp(text, 'i') : null; } catch (e) { pattern = null; }
              let found = 0; const covered = new Set();
              for (const n of nodes) { n.hit = pattern !== null && pattern.test(d.names[n.name]);
                if (n.up && (covered.has(n.up) || n.up.hit)) covered.add(n); else if (n.hit) found += n.total; }
              by('found').textContent = pattern ? 'found in ' + share(found, root.total) : ''; draw();
            }
            const at = e => { const box = canvas.getBoundingClientRect(), x = e.clientX - box.left, level = Math.floor((e.clientY - box.top) / ROW);
              return nodes.find(n => n.shown && n.level === level && x >= n.x && x < n.x + n.w) || null; };
            canvas.addEventListener('mousemove', e => { hovered = at(e); tell(); });
            canvas.addEventListener('mouseleave', () => { hovered = null; tell(); });
            canvas.addEventListener('click', e => { const n = at(e); if (n) { zoomed = n; draw(); } });
            by('reset').addEventListener('click', () => { zoomed = root; draw(); });
            by('search').addEventListener('input', search);
            window.addEventListener('resize', draw);
            document.title = by('title').textContent = d.title; by('note').textContent = d.note;
            d.profiles.forEach(one => { const b = document.createElement('button'); b.textContent = one.name;
              b.addEventListener('click', () => load(one)); by('tabs').append(b); });
            load(d.profiles[0]);
            """;

    static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Profile</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'; script-src '%s'">
            <style>%s</style></head><body><h1 id="title"></h1><p id="note"></p>
            <div><span id="tabs"></span><button id="reset">whole</button><input id="search" placeholder="search (regular expression)" size="40"><span id="found"></span></div>
            <div id="line"></div><canvas id="graph"></canvas>
            <script type="application/json" id="data">""".formatted(hash(STYLE), hash(SCRIPT), STYLE);

    static final String TAIL = "</script><script>" + SCRIPT + "</script></body></html>\n";

    private FlameGraphPage() {}

    /** As a content security policy names what may run. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
