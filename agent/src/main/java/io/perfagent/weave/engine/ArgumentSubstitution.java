package io.perfagent.weave.engine;

import io.perfagent.weave.Site;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Sets an argument, as the body's first instructions, to what {@code Seam.argument(site, this, argument)} says. */
final class ArgumentSubstitution implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
    private final Site site;

    ArgumentSubstitution(Site site) {
        this.site = site;
    }

    @Override
    public MethodVisitor wrap(
            TypeDescription type,
            MethodDescription method,
            MethodVisitor visitor,
            Implementation.Context context,
            TypePool pool,
            int writerFlags,
            int readerFlags) {
        ParameterDescription parameter = method.getParameters().get(site.first);
        return new MethodVisitor(OpenedClassReader.ASM_API, visitor) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitLdcInsn(site.id);
                if (method.isStatic()) {
                    super.visitInsn(Opcodes.ACONST_NULL);
                } else {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                }
                super.visitVarInsn(Opcodes.ALOAD, parameter.getOffset());
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        "io/perfagent/bootstrap/Seam",
                        "argument",
                        "(ILjava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                        false);
                super.visitTypeInsn(
                        Opcodes.CHECKCAST, parameter.getType().asErasure().getInternalName());
                super.visitVarInsn(Opcodes.ASTORE, parameter.getOffset());
            }
        };
    }
}
