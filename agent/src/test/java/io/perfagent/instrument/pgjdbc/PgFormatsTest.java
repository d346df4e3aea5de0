package io.perfagent.instrument.pgjdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.SqlCommand;

/** What the driver's own class of queries remembers. */
class PgFormatsTest {
    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final int DATE = 1082;
    private static final int TIMESTAMP = 1114;

    private final PgFormats formats = new PgFormats();
    private Query query;

    @BeforeEach
    void make() throws ReflectiveOperationException {
        Constructor<?> constructor = query("SimpleQuery")
                .getDeclaredConstructor(NativeQuery.class, query("TypeTransferModeRegistry"), boolean.class);
        constructor.setAccessible(true);
        query = (Query) constructor.newInstance(new NativeQuery("SELECT $1", SqlCommand.BLANK), null, false);
    }

    private static Class<?> query(String name) throws ClassNotFoundException {
        return Class.forName("org.postgresql.core.v3." + name);
    }

    private Object call(String name, Class<?>[] types, Object... arguments) throws ReflectiveOperationException {
        Method method = query.getClass().getDeclaredMethod(name, types);
        method.setAccessible(true);
        return method.invoke(query, arguments);
    }

    private void prepared(int... types) throws ReflectiveOperationException {
        call("setStatementName", new Class<?>[] {String.class, short.class}, "S_1", (short) 0);
        call("setPrepareTypes", new Class<?>[] {int[].class}, (Object) types);
    }

    private void described(Field... fields) throws ReflectiveOperationException {
        call("setFields", new Class<?>[] {Field[].class}, (Object) fields);
    }

    private static Object answer(Field... fields) {
        return Objects.requireNonNull(PgAnswer.of(fields, List.of(), true).value);
    }

    @Test
    void what_was_resolved_for_a_parameter_without_a_type_suits_one_without() throws ReflectiveOperationException {
        prepared(0, INT4);
        described(new Field("a", INT4));
        ((int[]) call("getPrepareTypes", new Class<?>[0]))[0] = TIMESTAMP; // as the server tells

        assertThat(formats.of(query, new int[] {0, INT4})).isEqualTo(PgFormats.BINARY);
        assertThat(formats.of(query, new int[] {TIMESTAMP, INT4})).isEqualTo(PgFormats.BINARY);
        assertThat(formats.of(query, new int[] {DATE, INT4})).isEqualTo(PgFormats.UNKNOWN);
        assertThat(formats.of(query, new int[] {0, 0})).isEqualTo(PgFormats.UNKNOWN);
    }

    @Test
    void a_query_that_is_not_prepared_or_not_described_asks_for_text() throws ReflectiveOperationException {
        assertThat(formats.of(query, new int[] {INT4})).isEqualTo(PgFormats.TEXT);
        prepared(INT4);
        assertThat(formats.of(query, new int[] {INT4})).isEqualTo(PgFormats.TEXT);
    }

    @Test
    void columns_are_found_where_the_query_is_described_as_the_answer_is() throws ReflectiveOperationException {
        Object kept = answer(new Field("b", INT4), new Field("c", TEXT));
        assertThat(formats.finds(query, kept)).isTrue();

        described(new Field("b", INT4), new Field("c", TEXT));
        assertThat(formats.finds(query, kept)).isTrue();
        described(new Field("a", INT4), new Field("b", INT4), new Field("c", TEXT));
        assertThat(formats.finds(query, kept)).isFalse();
        described(new Field("c", INT4), new Field("b", TEXT));
        assertThat(formats.finds(query, kept)).isFalse();
        described(new Field("b", TEXT), new Field("c", TEXT));
        assertThat(formats.finds(query, kept)).isFalse();
    }

    @Test
    void an_answer_with_other_labels_is_another_answer() {
        assertThat(PgAnswer.of(new Field[] {new Field("a", INT4)}, List.of(), true).digest)
                .isEqualTo(PgAnswer.of(new Field[] {new Field("a", INT4)}, List.of(), true).digest)
                .isNotEqualTo(PgAnswer.of(new Field[] {new Field("b", INT4)}, List.of(), true).digest);
    }
}
