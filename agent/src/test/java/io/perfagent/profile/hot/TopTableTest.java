package io.perfagent.profile.hot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopTableTest {
    @Test
    void ranksBySumAndByTheLongest() {
        TopTable table = new TopTable(10);
        table.add("often", 3);
        table.add("often", 3);
        table.add("long", 5);

        assertThat(table.top(9)).extracting(TopTable.Entry::name).containsExactly("often", "long");
        assertThat(table.longest(1)).extracting(TopTable.Entry::name).containsExactly("long");
        assertThat(table.top(1)).containsExactly(new TopTable.Entry("often", 2, 6, 3));
    }

    @Test
    void namesBeyondTheBoundShareOneAndNothingIsLost() {
        TopTable table = new TopTable(3);
        for (int i = 0; i < 100; i++) {
            table.add("name " + i, 1);
        }

        assertThat(table.size()).isEqualTo(4);
        assertThat(table.total()).isEqualTo(100);
        assertThat(table.top(1)).containsExactly(new TopTable.Entry(TopTable.OTHERS, 97, 97, 1));
    }

    @Test
    void addsUp() {
        TopTable one = new TopTable(3);
        one.add("a", 1);
        TopTable two = new TopTable(3);
        two.add("a", 4);
        two.add("b", 2);

        assertThat(one.addAll(two).top(9))
                .containsExactly(new TopTable.Entry("a", 2, 5, 4), new TopTable.Entry("b", 1, 2, 2));
        assertThat(one.compacted(1).size()).isEqualTo(1);
    }
}
