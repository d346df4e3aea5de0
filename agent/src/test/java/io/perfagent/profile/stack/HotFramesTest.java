package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HotFramesTest {
    @Test
    void frames_are_ranked_by_what_ends_in_them_and_types_count_for_who_allocated() {
        StackProfile profile =
                Collapsed.read("a.A.a 1\na.A.a;b.B.b 5\nx.X.x;b.B.b 6\na.A.a;int[]_[c] 9\nc.C.c 10\n", Unit.BYTES, 100);

        assertThat(HotFrames.largest(profile, 2))
                .containsExactly(new HotFrames.HotFrame("b.B.b", 11), new HotFrames.HotFrame("a.A.a", 10));
        assertThat(HotFrames.largest(profile, 9)).hasSize(3);
    }
}
