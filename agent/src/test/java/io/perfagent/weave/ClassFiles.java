package io.perfagent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Class files for tests: real ones, and made ones. */
public final class ClassFiles {
    private ClassFiles() {}

    /** The class file that a loaded class came from. */
    public static byte[] of(Class<?> type) {
        String path = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A public class of Java 17 with what {@code content} adds. */
    public static byte[] make(String name, String superName, String[] interfaces, Consumer<ClassVisitor> content) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, name, null, superName, interfaces);
        content.accept(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** A class without members. */
    public static byte[] empty(String name, String superName, String... interfaces) {
        return make(name, superName, interfaces, writer -> {});
    }

    /** A method whose body is {@code code}, which ends with a return. */
    public static void method(
            ClassVisitor writer, int access, String name, String descriptor, Consumer<MethodVisitor> code) {
        MethodVisitor method = writer.visitMethod(access, name, descriptor, null, null);
        method.visitCode();
        code.accept(method);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** A public method that does nothing. */
    public static void nothing(ClassVisitor writer, String name) {
        method(writer, Opcodes.ACC_PUBLIC, name, "()V", code -> code.visitInsn(Opcodes.RETURN));
    }
}
