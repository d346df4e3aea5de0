package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.cache.sql.Equality;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two ways to send one key are one key; what may be equal in ways that are not known is none. */
class RowKeyTest {
    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int UUID = 2950;
    private static final int TEXT = 25;
    private static final List<String> KEY = List.of("id");

    private static RowKey of(Object value, int type) {
        return RowKey.of(KEY, List.of(new Equality("id", 1, 0)), new Object[] {value}, new int[] {type});
    }

    @Test
    void one_number_is_one_key_however_it_is_sent() {
        RowKey five = RowKey.of(KEY, List.of(new Equality("id", 0, 5)), new Object[0], new int[0]);

        assertThat(five).isNotNull();
        assertThat(of(new byte[] {0, 0, 0, 5}, INT4)).isEqualTo(five);
        assertThat(of(new byte[] {0, 0, 0, 0, 0, 0, 0, 5}, INT8)).isEqualTo(five);
        assertThat(of(new byte[] {0, 5}, INT2)).isEqualTo(five);
        assertThat(of("5", INT4)).isEqualTo(five);
        assertThat(of("005", INT8)).isEqualTo(five);
        assertThat(of("6", INT4)).isNotEqualTo(five);
        assertThat(of("-5", INT4)).isNotEqualTo(five).isEqualTo(of(new byte[] {-1, -1, -1, -5}, INT4));
        assertThat(of("-1", INT4)).isEqualTo(of(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, INT8));
    }

    @Test
    void what_cannot_be_compared_is_no_key() {
        assertThat(of("5", TEXT)).isNull();
        assertThat(of("5", 0)).isNull();
        assertThat(of("5.0", INT4)).isNull();
        assertThat(of("", INT4)).isNull();
        assertThat(of("-", INT4)).isNull();
        assertThat(of(" 5", INT4)).isNull();
        assertThat(of("1234567890123456789", INT8)).isNull();
        assertThat(of(new Object(), INT4)).isNull();
        assertThat(of(new byte[16], UUID)).isNotNull();
        assertThat(of("00112233-4455-6677-8899-aabbccddeeff", UUID)).isNull();
        assertThat(RowKey.of(List.of("id", "shop"), List.of(new Equality("id", 0, 5)), new Object[0], new int[0]))
                .isNull();
        assertThat(RowKey.of(KEY, List.of(new Equality("id", 3, 0)), new Object[] {"5"}, new int[] {INT4}))
                .isNull();
    }

    @Test
    void the_columns_of_a_key_are_told_apart() {
        List<Equality> one = List.of(new Equality("a", 0, 1), new Equality("b", 0, 2));
        List<Equality> other = List.of(new Equality("b", 0, 1), new Equality("a", 0, 2));
        List<String> key = List.of("a", "b");

        assertThat(RowKey.of(key, one, new Object[0], new int[0]))
                .isNotEqualTo(RowKey.of(key, other, new Object[0], new int[0]));
    }
}
