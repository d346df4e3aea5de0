package io.perfagent.coldstart.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PieceHookTest {
    private static final Object POOL = new Object() {
        @Override
        public String toString() {
            return "pool-1";
        }
    };

    @BeforeEach
    void open() {
        StartRecorder.SHARED.open();
    }

    @AfterEach
    void forget() {
        StartRecorder.SHARED.forget();
    }

    private static StartRecord piece(String declared, Object self, Object first) {
        PieceHook hook = new PieceHook(declared);
        Object state = hook.enter(self, first, null);
        if (state != null) {
            hook.exit(self, state, null, null);
            assertThat(((StartRecord) state).endNanos).isNotZero();
        }
        return (StartRecord) state;
    }

    private static void assertPiece(StartRecord piece, int kind, String name, int subject) {
        assertThat(piece).isNotNull();
        assertThat(piece.kind).isEqualTo(kind);
        assertThat(piece.name).isEqualTo(name);
        assertThat(piece.subject).isEqualTo(subject);
    }

    @Test
    void a_name_comes_from_where_it_is_declared_to_come_from() {
        assertPiece(piece(PieceHook.named(Kind.PHASE, "refresh"), POOL, null), Kind.PHASE, "refresh", 0);
        assertPiece(
                piece(PieceHook.bySelf(Kind.POOL, "connection of "), POOL, null), Kind.POOL, "connection of pool-1", 0);
        assertPiece(piece(PieceHook.byArgument(Kind.BEAN), POOL, "dataSource"), Kind.BEAN, "dataSource", 0);
        assertPiece(piece(PieceHook.byArgumentClass(Kind.SERVLET), POOL, 5), Kind.SERVLET, "java.lang.Integer", 0);
        assertPiece(
                piece(PieceHook.aboutSelf(Kind.RELEASE, "latch"), POOL, null),
                Kind.RELEASE,
                "latch",
                System.identityHashCode(POOL));
    }

    @Test
    void a_generated_class_is_called_as_what_it_was_generated_from() {
        assertThat(PieceHook.origin("app.$Greeter$Definition", "$Definition")).isEqualTo("app.Greeter");
        assertThat(PieceHook.origin("app.$Clocks$Utc0$Definition", "$Definition"))
                .isEqualTo("app.Clocks$Utc0");
        assertThat(PieceHook.origin("app.Greeter_Bean", "_Bean")).isEqualTo("app.Greeter");
        assertThat(PieceHook.origin("Greeter_Bean", "_Bean")).isEqualTo("Greeter");
        assertThat(PieceHook.origin("app.BeanDefinitionDelegate", "$Definition"))
                .isEqualTo("app.BeanDefinitionDelegate");
        assertThat(PieceHook.origin("app.$Definition", "$Definition")).isEqualTo("app.");
        assertPiece(piece(PieceHook.byGeneratedClass(Kind.BEAN, "ger"), POOL, 5), Kind.BEAN, "java.lang.Inte", 0);
    }

    @Test
    void what_has_no_name_is_no_piece() {
        assertThat(piece(PieceHook.byArgument(Kind.BEAN), POOL, null)).isNull();
        assertThat(piece(PieceHook.byArgument(Kind.BEAN), POOL, 5)).isNull();
        assertThat(piece(PieceHook.byArgumentClass(Kind.SERVLET), POOL, null)).isNull();
        assertThat(piece(PieceHook.byGeneratedClass(Kind.BEAN, "_Bean"), POOL, null))
                .isNull();
        assertThat(StartRecorder.SHARED.records()).isEmpty();
    }

    @Test
    void after_the_start_nothing_is_recorded() {
        StartRecorder.SHARED.close();

        assertThat(piece(PieceHook.named(Kind.PHASE, "refresh"), POOL, null)).isNull();
        assertThat(StartRecorder.SHARED.records()).isEmpty();
    }
}
