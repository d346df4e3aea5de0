package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlameGraphTest {
    private static String between(String page, String from, String to) {
        int start = page.indexOf(from) + from.length();
        return page.substring(start, page.indexOf(to, start));
    }

    private static Map<String, Object> data(String page) {
        return JsonValue.object(between(page, "<script type=\"application/json\" id=\"data\">", "</script>"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> drawn(Map<String, Object> data, int profile, boolean two) {
        List<String> names = (List<String>) data.get("names");
        Map<String, Object> one = ((List<Map<String, Object>>) data.get("profiles")).get(profile);
        List<Long> nodes = (List<Long>) one.get("nodes");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i += two ? 4 : 3) {
            String name = names.get(Math.toIntExact(nodes.get(i + 1)));
            lines.add(nodes.get(i) + " " + name + " " + nodes.get(i + 2) + (two ? " " + nodes.get(i + 3) : ""));
        }
        return lines;
    }

    private static StackProfile profile(Unit unit, String collapsed) {
        return Collapsed.read(collapsed, unit, 100_000);
    }

    @Test
    void the_page_holds_every_frame_with_its_total_and_kind() {
        StackProfile cpu = profile(Unit.NANOSECONDS, "b.B.b 1\na.A.a;x_[n] 10\na.A.a 5\n");
        StackProfile alloc = profile(Unit.BYTES, "a.A.a;byte[]_[c] 4096\n");

        Map<String, Object> data = data(FlameGraph.page(
                "shop", "30 s", List.of(new NamedProfile("cpu", cpu), new NamedProfile("alloc", alloc))));

        assertThat(data)
                .containsEntry("title", "shop")
                .containsEntry("note", "30 s")
                .containsEntry("kinds", "njnjc");
        assertThat(drawn(data, 0, false)).containsExactly("0 all 16", "1 a.A.a 15", "2 x 10", "1 b.B.b 1");
        assertThat(drawn(data, 1, false)).containsExactly("0 all 4096", "1 a.A.a 4096", "2 byte[] 4096");
    }

    @Test
    void a_difference_holds_both_totals_and_frames_that_are_gone() {
        StackProfile before = profile(Unit.COUNT, "a.A.a 10\nold.O.o 5\n");
        StackProfile after = profile(Unit.COUNT, "a.A.a 30\nnew.N.n 6\n");

        Map<String, Object> data = data(FlameGraph.difference("t", "n", before, after));

        assertThat(drawn(data, 0, true))
                .containsExactly("0 all 36 15", "1 a.A.a 30 10", "1 new.N.n 6 0", "1 old.O.o 0 5");
    }

    @Test
    void no_name_can_end_the_data_or_run() {
        String evil = "</script><script>alert(1)</script>\u2028\"\\\u0001\ud83d\ude00";
        StackProfile profile = new StackProfile(Unit.COUNT, 10);
        profile.add(List.of(evil), 1, 1);

        String page = FlameGraph.page(evil, evil, List.of(new NamedProfile(evil, profile)));

        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(data(page)).containsEntry("title", evil).containsEntry("names", List.of("all", evil));
    }

    @Test
    void the_policy_allows_the_pages_own_script_and_style_and_nothing_else() throws Exception {
        String page = FlameGraph.page("t", "n", List.of(new NamedProfile("cpu", profile(Unit.COUNT, "a.A.a 1\n"))));

        assertThat(between(page, "Content-Security-Policy\" content=\"", "\""))
                .isEqualTo("default-src 'none'; style-src '" + hash(between(page, "<style>", "</style>"))
                        + "'; script-src '" + hash(between(page, "</script><script>", "</script>")) + "'");
        assertThat(page).doesNotContain("http:", "https:", "onclick=", "style=\"", "src=\"");
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void many_frames_are_drawn_from_a_small_page() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            lines.append("com.acme.Root.run;com.acme.C").append(i).append(".m 1\n");
        }
        String page =
                FlameGraph.page("t", "n", List.of(new NamedProfile("cpu", profile(Unit.COUNT, lines.toString()))));

        assertThat(drawn(data(page), 0, false)).hasSize(10_002);
        assertThat(page.length()).isLessThan(600_000);
    }
}
