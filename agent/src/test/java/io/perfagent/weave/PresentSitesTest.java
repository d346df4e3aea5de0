package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.bootstrap.Hook;
import io.perfagent.weave.WeaveStatus.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresentSitesTest {
    private Site[] all;

    public static final class OneHook extends Hook {}

    @BeforeEach
    void sites() throws Exception {
        Sites sites = new Sites();
        String type = Phaser.class.getName();
        for (String method : new String[] {"register", "arrive", "getPhase"}) {
            sites.type(type).site(Shape.AROUND, method, "()I", Site.NONE, Site.NONE, OneHook.class);
        }
        all = new SiteTable(sites.encode()).find(type.replace('.', '/')).sites();
        assertThat(all).hasSize(3);
    }

    @Test
    void what_is_left_out_and_why_is_known_at_the_next_start() {
        PresentSites present = PresentSites.allOf(all);
        present.leaveOut(1, "this version has no lib.Type.member:()V");
        present.leaveOut(2, "");

        PresentSites next = PresentSites.kept(all, present.toBeKept());

        assertThat(next.woven()).containsExactly(all[0]).isEqualTo(present.woven());
        WeaveStatus status = new WeaveStatus();
        next.tell(status, "java/util/concurrent/Phaser");
        assertThat(status.rows()).singleElement().satisfies(row -> {
            assertThat(row.outcome).isEqualTo(Outcome.SKIPPED);
            assertThat(row.className).isEqualTo("java.util.concurrent.Phaser");
            assertThat(row.reason).isEqualTo("this version has no lib.Type.member:()V");
        });
    }

    @Test
    void nothing_is_kept_where_all_are_woven() {
        assertThat(PresentSites.allOf(all).toBeKept()).isNull();
        assertThat(PresentSites.kept(all, null).woven()).isSameAs(all);
    }

    @Test
    void what_is_no_list_of_these_sites_leaves_none_out() {
        for (String kept : new String[] {"", "-", "-\n", "-\n-\n", "-\n-\n-\n-\n", "\n\n\n", "-\n-\n-"}) {
            assertThat(PresentSites.kept(all, kept.getBytes(StandardCharsets.UTF_8))
                            .woven())
                    .as(kept)
                    .isEqualTo(all);
        }
    }
}
