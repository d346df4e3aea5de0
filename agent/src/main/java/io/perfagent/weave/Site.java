package io.perfagent.weave;

/** One declared place to weave: a method of every class of a target, and the hook it calls. */
public final class Site {
    public static final int NONE = -1;

    /** In place of an argument's index: all of them, as an array; primitive ones boxed. */
    public static final int ALL = -2;

    /** The number that woven code passes to the seam; stable within a build. */
    public final int id;

    public final String instrumentation;
    public final String method;

    /** The method's descriptor; a prefix of it where it ends in {@code *}. */
    public final String descriptor;

    public final Shape shape;

    /** Index of the argument passed as first, {@link #ALL} or {@link #NONE}. */
    public final int first;

    /** Index of the argument passed as second, or {@link #NONE}. */
    public final int second;

    /** Binary name of the {@link io.perfagent.bootstrap.Hook}. */
    public final String hook;

    /** What the hook's constructor is given; empty if it takes nothing. */
    public final String hookArgument;

    /** Whether the hook is linked against the library itself, and so made once per library loader. */
    public final boolean library;

    /** Internal names of the library classes whose members the hook uses. */
    public final String[] dependencies;

    /** The oldest JDK on which it is woven; 0 for any. */
    final int minJdk;

    /** Whether its instrumentation is wanted; settled before the table is shared. */
    public boolean enabled = true;

    Site(
            int id,
            String instrumentation,
            String method,
            String descriptor,
            Shape shape,
            int first,
            int second,
            String hook,
            String hookArgument,
            boolean library,
            String[] dependencies,
            int minJdk) {
        this.id = id;
        this.instrumentation = instrumentation;
        this.method = method;
        this.descriptor = descriptor;
        this.shape = shape;
        this.first = first;
        this.second = second;
        this.hook = hook;
        this.hookArgument = hookArgument;
        this.library = library;
        this.dependencies = dependencies;
        this.minJdk = minJdk;
    }

    Site(
            int id,
            String instrumentation,
            String method,
            String descriptor,
            Shape shape,
            int first,
            int second,
            String hook,
            boolean library,
            String[] dependencies) {
        this(id, instrumentation, method, descriptor, shape, first, second, hook, "", library, dependencies, 0);
    }

    public boolean matches(String methodName, String methodDescriptor) {
        if (!method.equals(methodName)) {
            return false;
        }
        int wild = descriptor.length() - 1;
        return descriptor.charAt(wild) == '*'
                ? methodDescriptor.startsWith(descriptor.substring(0, wild))
                : descriptor.equals(methodDescriptor);
    }

    @Override
    public String toString() {
        return instrumentation + ": " + method + descriptor;
    }
}
