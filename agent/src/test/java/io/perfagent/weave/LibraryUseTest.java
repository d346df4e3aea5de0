package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LibraryUseTest {
    private static final String HOOK = "io.perfagent.instrument.sample.SampleHook";
    private static final String HOOK_PATH = "io/perfagent/instrument/sample/SampleHook";

    private final Map<String, byte[]> library = new HashMap<>();
    private final Map<String, byte[]> ours = new HashMap<>();

    @BeforeEach
    void library() {
        library.put("lib/Base", ClassFiles.make("lib/Base", "java/lang/Object", null, writer -> {
            ClassFiles.nothing(writer, "inherited");
            writer.visitField(Opcodes.ACC_PROTECTED, "count", "I", null, null).visitEnd();
        }));
        library.put(
                "lib/Face",
                ClassFiles.make(
                        "lib/Face", "java/lang/Object", null, writer -> ClassFiles.nothing(writer, "ofInterface")));
        library.put(
                "lib/Type",
                ClassFiles.make(
                        "lib/Type",
                        "lib/Base",
                        new String[] {"lib/Face"},
                        writer -> ClassFiles.nothing(writer, "forget")));
        library.put("lib/Stream", ClassFiles.empty("lib/Stream", "java/io/InputStream"));
    }

    private void hook(Consumer<MethodVisitor> body) {
        ours.put(HOOK_PATH, ClassFiles.make(HOOK_PATH, "java/lang/Object", null, writer -> body(writer, body)));
    }

    private static void body(ClassVisitor writer, Consumer<MethodVisitor> body) {
        ClassFiles.method(writer, Opcodes.ACC_PUBLIC, "hook", "()V", code -> {
            body.accept(code);
            code.visitInsn(Opcodes.RETURN);
        });
    }

    private static void call(MethodVisitor code, String owner, String name) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, "()V", false);
    }

    private String missing() throws IOException {
        return new LibraryUse(library::get, ours::get).missing(HOOK);
    }

    @Test
    void members_of_the_class_its_super_class_and_interfaces_are_there() throws IOException {
        hook(code -> {
            call(code, "lib/Type", "forget");
            call(code, "lib/Type", "inherited");
            call(code, "lib/Type", "ofInterface");
            code.visitFieldInsn(Opcodes.GETFIELD, "lib/Type", "count", "I");
        });

        assertThat(missing()).isNull();
    }

    @Test
    void members_of_the_jdk_and_of_ours_are_not_asked_for() throws IOException {
        hook(code -> {
            call(code, "java/lang/Absent", "any");
            call(code, "javax/sql/Absent", "any");
            call(code, "io/perfagent/trace/Absent", "any");
            call(code, "lib/Stream", "close");
            call(code, "[Llib/Absent;", "clone");
        });

        assertThat(missing()).isNull();
    }

    @Test
    void what_a_library_s_type_has_from_the_jdk_is_there_and_nothing_else() throws IOException {
        String[] list = {"java/util/List"};
        library.put("lib/Pipeline", ClassFiles.make("lib/Pipeline", "java/lang/Object", list, writer -> {}));
        hook(code -> {
            code.visitMethodInsn(Opcodes.INVOKEINTERFACE, "lib/Pipeline", "iterator", "()Ljava/util/Iterator;", true);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "lib/Type", "toString", "()Ljava/lang/String;", false);
        });
        assertThat(missing()).isNull();

        hook(code -> call(code, "lib/Pipeline", "gone"));
        assertThat(missing()).isEqualTo("lib.Pipeline.gone:()V");
    }

    private boolean partAbsent() throws IOException {
        return new LibraryUse(library::get, ours::get).isPartAbsent(HOOK);
    }

    @Test
    void a_part_is_absent_if_all_classes_of_a_package_are() throws IOException {
        hook(code -> {
            call(code, "lib/Type", "forget");
            call(code, "lib/part/One", "any");
            call(code, "lib/part/Two", "any");
        });
        assertThat(partAbsent()).isTrue();

        library.put("lib/part/Two", ClassFiles.empty("lib/part/Two", "java/lang/Object"));
        assertThat(partAbsent()).as("another version").isFalse();
    }

    @Test
    void a_single_class_that_is_missing_is_no_absent_part() throws IOException {
        hook(code -> call(code, "lib/later/Type", "any"));

        assertThat(partAbsent()).isFalse();
    }

    @Test
    void a_class_that_is_missing_is_named() throws IOException {
        hook(code -> call(code, "lib/later/Type", "any"));

        assertThat(missing()).isEqualTo("lib.later.Type");
    }

    @Test
    void a_method_that_is_missing_is_named() throws IOException {
        hook(code -> call(code, "lib/Type", "absent"));

        assertThat(missing()).isEqualTo("lib.Type.absent:()V");
    }

    @Test
    void a_method_with_another_descriptor_is_missing() throws IOException {
        hook(code -> code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "lib/Type", "forget", "(I)V", false));

        assertThat(missing()).isEqualTo("lib.Type.forget:(I)V");
    }

    @Test
    void a_longer_name_that_ends_alike_is_another_method() throws IOException {
        hook(code -> call(code, "lib/Type", "get"));

        assertThat(missing()).isEqualTo("lib.Type.get:()V");
    }

    @Test
    void a_field_is_no_method() throws IOException {
        hook(code -> code.visitFieldInsn(Opcodes.GETFIELD, "lib/Type", "absent", "I"));

        assertThat(missing()).isEqualTo("lib.Type.absent:I");
    }

    @Test
    void what_the_classes_beside_the_hook_use_counts() throws IOException {
        String beside = "io/perfagent/instrument/sample/Beside";
        ours.put(
                beside,
                ClassFiles.make(
                        beside,
                        "java/lang/Object",
                        null,
                        writer -> body(writer, code -> call(code, "lib/Type", "usedBeside"))));
        hook(code -> call(code, beside, "hook"));

        assertThat(missing()).isEqualTo("lib.Type.usedBeside:()V");
    }

    @Test
    void super_types_in_a_circle_end() throws IOException {
        library.put("lib/A", ClassFiles.empty("lib/A", "lib/B"));
        library.put("lib/B", ClassFiles.empty("lib/B", "lib/A"));
        hook(code -> call(code, "lib/A", "absent"));

        assertThat(missing()).isEqualTo("lib.A.absent:()V");
    }

    @Test
    void a_name_that_is_no_hook_of_ours_is_refused() throws IOException {
        assertThat(new LibraryUse(library::get, ours::get).missing("lib.Type")).contains("no hook");
    }

    @Test
    void a_hooks_dependencies_are_the_library_classes_it_uses() {
        assertThat(LibraryUse.dependencies("io.perfagent.instrument.jedis.CommandHook"))
                .contains("redis/clients/jedis/CommandObject")
                .allMatch(name -> name.startsWith("redis/clients/jedis/"));
        assertThat(LibraryUse.dependencies("io.perfagent.instrument.executor.RunHook"))
                .isEmpty();
    }
}
