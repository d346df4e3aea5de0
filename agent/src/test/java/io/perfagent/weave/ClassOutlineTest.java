package io.perfagent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class ClassOutlineTest {
    private static final Handle BOOTSTRAP =
            new Handle(Opcodes.H_INVOKESTATIC, "lib/Boot", "strap", "(Ljava/lang/Object;)Ljava/lang/Object;", false);

    @ParameterizedTest
    @ValueSource(
            classes = {
                Object.class,
                String.class,
                Runnable.class,
                java.util.HashMap.class,
                java.util.concurrent.ThreadPoolExecutor.class,
                java.util.concurrent.TimeUnit.class,
                java.net.HttpURLConnection.class,
                java.sql.Connection.class,
                Override.class,
                java.lang.module.ModuleDescriptor.Version.class,
                ClassOutlineTest.class
            })
    void a_real_class_has_the_outline_that_reflection_tells(Class<?> type) {
        ClassOutline outline = new ClassOutline(ClassFiles.of(type));

        assertThat(outline.name).isEqualTo(Type.getInternalName(type));
        Class<?> superType = type.isInterface() ? Object.class : type.getSuperclass();
        assertThat(outline.superName).isEqualTo(superType == null ? null : Type.getInternalName(superType));
        List<String> interfaces = new ArrayList<>();
        for (Class<?> one : type.getInterfaces()) {
            interfaces.add(Type.getInternalName(one));
        }
        assertThat(outline.interfaces).containsExactlyElementsOf(interfaces);
        List<String> methods = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            methods.add(method.getName() + Type.getMethodDescriptor(method));
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            methods.add("<init>" + Type.getConstructorDescriptor(constructor));
        }
        List<String> declared = new ArrayList<>(outline.methods);
        declared.removeIf(one -> one.startsWith("<clinit>"));
        assertThat(declared).containsAll(methods);
        for (Field field : type.getDeclaredFields()) {
            assertThat(outline.members)
                    .contains(field.getModifiers() + "f" + field.getName() + Type.getDescriptor(field.getType()));
        }
    }

    @Test
    void wide_constants_do_not_shift_the_pool() {
        byte[] made = ClassFiles.make("lib/Wide", "lib/Parent", new String[] {"lib/A", "lib/B"}, writer -> {
            writer.visitField(Opcodes.ACC_STATIC, "l", "J", null, 0x1234567890L).visitEnd();
            writer.visitField(Opcodes.ACC_STATIC, "d", "D", null, 1.5).visitEnd();
            writer.visitField(Opcodes.ACC_STATIC, "s", "Ljava/lang/String;", null, "text")
                    .visitEnd();
            ClassFiles.method(writer, Opcodes.ACC_PUBLIC, "run", "()V", code -> {
                code.visitLdcInsn(Long.MAX_VALUE);
                code.visitInsn(Opcodes.POP2);
                code.visitMethodInsn(Opcodes.INVOKESTATIC, "lib/Other", "call", "()V", false);
                code.visitMethodInsn(Opcodes.INVOKESTATIC, "lib/Face", "call", "()V", true);
                code.visitFieldInsn(Opcodes.GETSTATIC, "lib/Other", "field", "I");
                code.visitInsn(Opcodes.POP);
                code.visitInsn(Opcodes.RETURN);
            });
        });

        ClassOutline outline = new ClassOutline(made);

        assertThat(outline.name).isEqualTo("lib/Wide");
        assertThat(outline.superName).isEqualTo("lib/Parent");
        assertThat(outline.interfaces).containsExactly("lib/A", "lib/B");
        assertThat(outline.members).containsExactly("8flJ", "8fdD", "8fsLjava/lang/String;", "1mrun()V");
        assertThat(outline.methods).containsExactly("run()V");
        assertThat(outline.references())
                .containsExactlyInAnyOrder("lib/Other.call:()V", "lib/Face.call:()V", "lib/Other.field:I");
        assertThat(outline.classes()).contains("lib/Wide", "lib/Parent", "lib/A", "lib/B", "lib/Other", "lib/Face");
    }

    @Test
    void dynamic_constants_and_method_handles_are_references_too() {
        byte[] made = ClassFiles.make("lib/Dynamic", "java/lang/Object", null, writer -> {
            ClassFiles.method(writer, Opcodes.ACC_PUBLIC, "run", "()V", code -> {
                code.visitInvokeDynamicInsn("indy", "()V", BOOTSTRAP, "argument");
                code.visitLdcInsn(new ConstantDynamic("condy", "I", BOOTSTRAP));
                code.visitInsn(Opcodes.POP);
                code.visitLdcInsn(new Handle(Opcodes.H_GETFIELD, "lib/Other", "field", "I", false));
                code.visitInsn(Opcodes.POP);
                code.visitLdcInsn(Type.getMethodType("(I)V"));
                code.visitInsn(Opcodes.POP);
                code.visitInsn(Opcodes.RETURN);
            });
        });

        assertThat(new ClassOutline(made).references())
                .contains(
                        "#.indy:()V",
                        "#.condy:I",
                        "#6lib/Boot.strap:(Ljava/lang/Object;)Ljava/lang/Object;",
                        "#1lib/Other.field:I");
    }

    @Test
    void what_is_no_class_file_is_an_exception() {
        assertThatThrownBy(() -> new ClassOutline(new byte[0])).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> new ClassOutline(new byte[64])).isInstanceOf(RuntimeException.class);
        byte[] whole = ClassFiles.of(String.class);
        for (int length = 0; length < 4000; length += 7) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new ClassOutline(cut)).isInstanceOf(RuntimeException.class);
        }
    }

    /** The time limit is for a hang, not for speed. */
    @Test
    @Timeout(120)
    void garbage_is_read_or_refused_but_never_hangs() {
        long seed = System.nanoTime();
        System.out.println("ClassOutlineTest seed " + seed);
        Random random = new Random(seed);
        byte[][] originals = {
            ClassFiles.of(ClassOutline.class),
            ClassFiles.of(Runnable.class),
            ClassFiles.empty("a/B", "java/lang/Object")
        };
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = originals[i % originals.length].clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
            }
            try {
                ClassOutline outline = new ClassOutline(bytes);
                outline.classes();
                outline.references();
                read++;
            } catch (RuntimeException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    /** Each length points back to the attribute itself, which would be read again and again. */
    @Test
    void an_attribute_of_negative_length_does_not_go_round() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeInt(61);
        out.writeShort(3);
        out.writeByte(1);
        out.writeUTF("a/B");
        out.writeByte(7);
        out.writeShort(1);
        out.writeShort(1); // access
        out.writeShort(2); // this
        out.writeShort(0); // super
        out.writeShort(0); // interfaces
        out.writeShort(0xffff); // fields
        for (int field = 0; field < 2000; field++) {
            out.writeShort(1);
            out.writeShort(1);
            out.writeShort(1);
            out.writeShort(0xffff); // attributes
            out.writeShort(1);
            out.writeInt(-6);
        }

        assertThatThrownBy(() -> new ClassOutline(bytes.toByteArray())).isInstanceOf(IllegalArgumentException.class);
    }
}
