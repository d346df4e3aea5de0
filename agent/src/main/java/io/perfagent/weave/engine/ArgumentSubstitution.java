package io.perfagent.weave.engine;

import io.perfagent.weave.Site;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import net.bytebuddy.utility.visitor.ExceptionTableSensitiveMethodVisitor;
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
        // Behind the method's own exception table: an advice on the same method, which waits for the first instruction
        // to add its handler, would come before it otherwise, and the method would not catch what it catches.
        return new ExceptionTableSensitiveMethodVisitor(OpenedClassReader.ASM_API, visitor) {
            @Override
            protected void onAfterExceptionTable() {
                mv.visitLdcInsn(site.id);
                if (method.isStatic()) {
                    mv.visitInsn(Opcodes.ACONST_NULL);
                } else {
                    mv.visitVarInsn(Opcodes.ALOAD, 0);
                }
                mv.visitVarInsn(Opcodes.ALOAD, parameter.getOffset());
                mv.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        "io/perfagent/bootstrap/Seam",
                        "argument",
                        "(ILjava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
                        false);
                mv.visitTypeInsn(
                        Opcodes.CHECKCAST, parameter.getType().asErasure().getInternalName());
                mv.visitVarInsn(Opcodes.ASTORE, parameter.getOffset());
            }
        };
    }
}
