package io.perfagent.weave.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfagent.weave.ClassFiles;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class WovenCheckTest {
    private static final String NAME = "app/Type";
    private static final Handle EXEC = new Handle(
            Opcodes.H_INVOKEVIRTUAL, "java/lang/Runtime", "exec", "(Ljava/lang/String;)Ljava/lang/Process;", false);

    private final byte[] original = type(code -> {});

    private static byte[] type(Consumer<MethodVisitor> inMethod) {
        return type(NAME, "app/Parent", writer -> {}, inMethod);
    }

    private static byte[] type(
            String name, String superName, Consumer<ClassVisitor> more, Consumer<MethodVisitor> inMethod) {
        return ClassFiles.make(name, superName, new String[] {"app/Face"}, writer -> {
            writer.visitField(Opcodes.ACC_PRIVATE, "field", "I", null, null).visitEnd();
            ClassFiles.method(writer, Opcodes.ACC_PUBLIC, "call", "(Lapp/Argument;)V", code -> {
                code.visitMethodInsn(Opcodes.INVOKESTATIC, "app/Other", "known", "()V", false);
                inMethod.accept(code);
                code.visitInsn(Opcodes.RETURN);
            });
            more.accept(writer);
        });
    }

    private static void enter(MethodVisitor code) {
        code.visitLdcInsn(1234);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "io/perfagent/bootstrap/Seam",
                "enter",
                "(ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        code.visitTypeInsn(Opcodes.INSTANCEOF, "io/perfagent/bootstrap/Answer");
        code.visitInsn(Opcodes.POP);
    }

    @Test
    void the_class_itself_is_accepted() {
        assertThat(WovenCheck.accepts(original, original)).isTrue();
    }

    @Test
    void calls_of_the_seam_are_accepted() {
        assertThat(WovenCheck.accepts(original, type(WovenCheckTest::enter))).isTrue();
    }

    @Test
    void casts_to_types_of_the_classes_own_signatures_are_accepted() {
        byte[] woven = type(code -> {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitTypeInsn(Opcodes.CHECKCAST, "app/Argument");
            code.visitInsn(Opcodes.POP);
        });

        assertThat(WovenCheck.accepts(original, woven)).isTrue();
    }

    static Stream<Arguments> planted() {
        return Stream.of(
                Arguments.of(
                        "another call",
                        type(code -> code.visitMethodInsn(Opcodes.INVOKESTATIC, "app/Other", "added", "()V", false))),
                Arguments.of("a known call with another descriptor", type(code -> {
                    code.visitInsn(Opcodes.ICONST_0);
                    code.visitMethodInsn(Opcodes.INVOKESTATIC, "app/Other", "known", "(I)V", false);
                })),
                Arguments.of("a call of the JDK", type(code -> {
                    code.visitInsn(Opcodes.ICONST_0);
                    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "exit", "(I)V", false);
                })),
                Arguments.of(
                        "a call of ours beside the seam",
                        type(code -> code.visitMethodInsn(
                                Opcodes.INVOKESTATIC, "io/perfagent/bootstrap/Launch", "any", "()V", false))),
                Arguments.of(
                        "a class named like the seam",
                        type(code -> code.visitMethodInsn(
                                Opcodes.INVOKESTATIC, "io/perfagent/bootstrap/SeamX", "any", "()V", false))),
                Arguments.of("a field read elsewhere", type(code -> {
                    code.visitFieldInsn(Opcodes.GETSTATIC, "app/Other", "secret", "I");
                    code.visitInsn(Opcodes.POP);
                })),
                Arguments.of("another instance", type(code -> {
                    code.visitTypeInsn(Opcodes.NEW, "app/Unknown");
                    code.visitInsn(Opcodes.POP);
                })),
                Arguments.of("a class constant", type(code -> {
                    code.visitLdcInsn(Type.getObjectType("app/Unknown"));
                    code.visitInsn(Opcodes.POP);
                })),
                Arguments.of("a method handle", type(code -> {
                    code.visitLdcInsn(EXEC);
                    code.visitInsn(Opcodes.POP);
                })),
                Arguments.of("invokedynamic", type(code -> code.visitInvokeDynamicInsn("indy", "()V", EXEC))),
                Arguments.of("a dynamic constant", type(code -> {
                    code.visitLdcInsn(new ConstantDynamic("condy", "I", EXEC));
                    code.visitInsn(Opcodes.POP);
                })),
                Arguments.of(
                        "another field",
                        type(
                                NAME,
                                "app/Parent",
                                writer -> writer.visitField(Opcodes.ACC_PRIVATE, "added", "I", null, null)
                                        .visitEnd(),
                                code -> {})),
                Arguments.of(
                        "another method",
                        type(NAME, "app/Parent", writer -> ClassFiles.nothing(writer, "added"), code -> {})),
                Arguments.of("another super class", type(NAME, "app/Argument", writer -> {}, code -> {})),
                Arguments.of("another class", type("app/Argument", "app/Parent", writer -> {}, code -> {})),
                Arguments.of("another interface", ClassFiles.empty(NAME, "app/Parent", "app/Argument")),
                Arguments.of("a field gone", ClassFiles.empty(NAME, "app/Parent", "app/Face")),
                Arguments.of("nothing at all", new byte[0]),
                Arguments.of("no class file", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planted")
    void what_else_is_there_is_refused(String what, byte[] woven) {
        assertThat(WovenCheck.accepts(original, woven)).isFalse();
    }

    @Test
    void another_access_of_a_method_is_refused() {
        byte[] closed = ClassFiles.make(
                NAME,
                "java/lang/Object",
                null,
                writer -> ClassFiles.method(
                        writer, Opcodes.ACC_PRIVATE, "call", "()V", code -> code.visitInsn(Opcodes.RETURN)));
        byte[] open = ClassFiles.make(
                NAME,
                "java/lang/Object",
                null,
                writer -> ClassFiles.method(
                        writer, Opcodes.ACC_PUBLIC, "call", "()V", code -> code.visitInsn(Opcodes.RETURN)));

        assertThat(WovenCheck.accepts(closed, closed)).isTrue();
        assertThat(WovenCheck.accepts(closed, open)).isFalse();
    }

    @Test
    void an_original_that_cannot_be_read_is_refused() {
        assertThat(WovenCheck.accepts(new byte[3], original)).isFalse();
    }
}
