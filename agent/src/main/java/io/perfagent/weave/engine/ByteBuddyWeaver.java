package io.perfagent.weave.engine;

import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Weaver;
import java.lang.annotation.Annotation;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.constant.NullConstant;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;

/**
 * Weaves with ByteBuddy's {@code Advice}. Only bodies change: no member, no super type, so that the result can be used in a
 * retransformation too. Not safe for concurrent use; the weaving thread is the only caller.
 */
public final class ByteBuddyWeaver implements Weaver {
    private final ByteBuddy byteBuddy = new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .with(InstrumentedType.Factory.Default.FROZEN);
    private final MethodDescription failed = new TypeDescription.ForLoadedType(io.perfagent.bootstrap.Seam.class)
            .getDeclaredMethods()
            .filter(ElementMatchers.named("failed"))
            .getOnly();

    @Override
    public byte @Nullable [] weave(@Nullable ClassLoader loader, String className, byte[] classFile, Site[] sites) {
        String name = className.replace('/', '.');
        ClassFileLocator own = ClassFileLocator.Simple.of(name, classFile);
        // The platform loader finds what the boot loader has, and the JDK's other modules.
        ClassLoader finder = loader == null ? ClassLoader.getPlatformClassLoader() : loader;
        ClassFileLocator locator = new ClassFileLocator.Compound(own, ClassFileLocator.ForClassLoader.of(finder));
        // Lazy: or each type that a descriptor names would be read and parsed.
        TypePool pool = new TypePool.Default.WithLazyResolution(
                new TypePool.CacheProvider.Simple(),
                locator,
                TypePool.Default.ReaderMode.FAST,
                TypePool.ClassLoading.ofBootLoader());
        TypeDescription type = pool.describe(name).resolve();
        // One visitor for all sites: each would wrap every method of the class.
        AsmVisitorWrapper.ForDeclaredMethods visitor = new AsmVisitorWrapper.ForDeclaredMethods();
        boolean any = false;
        for (MethodDescription.InDefinedShape method : type.getDeclaredMethods()) {
            if (method.isAbstract() || method.isNative()) {
                continue;
            }
            for (Site site : sites) {
                if (site.method.equals(method.getInternalName()) && site.matches(site.method, method.getDescriptor())) {
                    visitor = visitor.invokable(ElementMatchers.is(method), weaving(site, method));
                    if (site.shape == Shape.RUN || site.shape == Shape.ARGUMENT) {
                        visitor = visitor.writerFlags(ClassWriter.COMPUTE_MAXS); // Advice counts for itself
                    }
                    any = true;
                }
            }
        }
        // Decorated, not redefined: or ByteBuddy would match every method and resolve the types it names.
        return any ? byteBuddy.decorate(type, locator).visit(visitor).make().getBytes() : null;
    }

    private MethodVisitorWrapper weaving(Site site, MethodDescription.InDefinedShape method) {
        if (site.shape == Shape.RUN) {
            return new RunSubstitution(site.id);
        }
        if (site.shape == Shape.ARGUMENT) {
            return new ArgumentSubstitution(site);
        }
        StackManipulation count = new StackManipulation.Compound(
                IntegerConstant.forValue(site.id), MethodInvocation.invoke(failed.asDefined()));
        return bind(Advice.withCustomMapping(), Templates.SiteId.class, IntegerConstant.forValue(site.id), int.class)
                .bind(argument(Templates.First.class, method, site.first))
                .bind(argument(Templates.Second.class, method, site.second))
                .to(template(site.shape, method))
                .withExceptionHandler(new Advice.ExceptionHandler.Simple(count));
    }

    private static Class<?> template(Shape shape, MethodDescription method) {
        boolean plain = method.getReturnType().isPrimitive();
        switch (shape) {
            case GATE:
                return Templates.Gate.class;
            case BOOT_DELEGATION:
                return Templates.BootDelegation.class;
            case EXCHANGE:
                return Templates.Exchange.class;
            case RETURNED:
                return plain ? Templates.ReturnedPlain.class : Templates.Returned.class;
            default:
                if (method.isConstructor()) {
                    return Templates.AroundConstructor.class;
                }
                return plain ? Templates.AroundPlain.class : Templates.Around.class;
        }
    }

    private static Advice.WithCustomMapping bind(
            Advice.WithCustomMapping mapping,
            Class<? extends Annotation> annotation,
            StackManipulation value,
            Class<?> as) {
        return mapping.bind(new Advice.OffsetMapping.Factory.Simple<>(annotation, constant(value, as)));
    }

    private static <T extends Annotation> Advice.OffsetMapping.Factory<T> argument(
            Class<T> annotation, MethodDescription.InDefinedShape method, int index) {
        TypeDescription.Generic object = TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(Object.class);
        if (index == Site.ALL) {
            return new Advice.OffsetMapping.Factory.Simple<>(
                    annotation,
                    new Advice.OffsetMapping.ForAllArguments(object, true, Assigner.Typing.DYNAMIC, false, false));
        }
        Advice.OffsetMapping mapping = index == Site.NONE
                ? constant(NullConstant.INSTANCE, Object.class)
                : new Advice.OffsetMapping.ForArgument.Resolved(
                        object,
                        true,
                        Assigner.Typing.DYNAMIC,
                        method.getParameters().get(index));
        return new Advice.OffsetMapping.Factory.Simple<>(annotation, mapping);
    }

    private static Advice.OffsetMapping constant(StackManipulation value, Class<?> as) {
        TypeDescription.Generic type = TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(as);
        return new Advice.OffsetMapping.ForStackManipulation(value, type, type, Assigner.Typing.STATIC);
    }
}
