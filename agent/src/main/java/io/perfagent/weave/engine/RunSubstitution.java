package io.perfagent.weave.engine;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Calls {@code Seam.run(task, this, site)} where the body calls {@code task.run()} of a {@link Runnable} or a
 * {@link java.util.TimerTask}.
 */
final class RunSubstitution implements AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper {
    private final int site;

    RunSubstitution(int site) {
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
        return new MethodVisitor(OpenedClassReader.ASM_API, visitor) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                boolean runnable = opcode == Opcodes.INVOKEINTERFACE && owner.equals("java/lang/Runnable");
                boolean timerTask = opcode == Opcodes.INVOKEVIRTUAL && owner.equals("java/util/TimerTask");
                if ((runnable || timerTask) && name.equals("run")) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitLdcInsn(site);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            "io/perfagent/bootstrap/Seam",
                            "run",
                            "(Ljava/lang/Runnable;Ljava/lang/Object;I)V",
                            false);
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, itf);
                }
            }
        };
    }
}
