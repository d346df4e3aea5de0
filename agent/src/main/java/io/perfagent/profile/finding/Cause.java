package io.perfagent.profile.finding;

import org.jspecify.annotations.Nullable;

/** What a piece of code spends its time or memory on, recognised by the frames that it ends in. */
public enum Cause {
    REGULAR_EXPRESSIONS(
            "regular expressions",
            "compile a pattern once, into a static field (String.matches, split and replaceAll compile at each call);"
                    + " replace simple ones by indexOf or startsWith; avoid nested repetition",
            "java.util.regex."),
    JSON(
            "JSON",
            "share one mapper, whose set-up is dear; read and write streams, not trees; leave out what nobody reads",
            "com.fasterxml.jackson.",
            "tools.jackson.",
            "com.google.gson.",
            "org.json.",
            "com.alibaba.fastjson",
            "org.glassfish.json.",
            "org.eclipse.parsson.",
            "org.eclipse.yasson.",
            "com.squareup.moshi.",
            "net.minidev.json.",
            "io.vertx.core.json."),
    XML(
            "XML",
            "reuse factories and contexts, which are dear to make; read streams, not trees",
            "com.sun.org.apache.xerces.",
            "com.sun.org.apache.xalan.",
            "org.apache.xerces.",
            "com.sun.xml.",
            "org.glassfish.jaxb.",
            "com.ctc.wstx."),
    LOGGING(
            "logging",
            "raise the level; pass arguments and not concatenated texts; write asynchronously; leave caller data out of"
                    + " the layout",
            "org.slf4j.",
            "ch.qos.logback.",
            "org.apache.logging.",
            "org.apache.log4j.",
            "org.apache.commons.logging.",
            "org.jboss.logging.",
            "org.jboss.logmanager.",
            "java.util.logging.",
            "java.lang.System$Logger",
            "sun.util.logging."),
    EXCEPTIONS(
            "exceptions as control flow",
            "answer a value for what is expected; where an exception must be, reuse it or make it without a stack trace",
            "java.lang.Throwable.",
            "java.lang.StackTraceElement",
            "new java.lang.StackTraceElement"),
    SERIALISATION(
            "Java serialisation",
            "use a format with a schema; keep what is cached as objects, not as bytes",
            "java.io.ObjectInputStream",
            "java.io.ObjectOutputStream",
            "java.io.ObjectStreamClass",
            "com.esotericsoftware.kryo.",
            "org.nustaq.serialization."),
    FORMATTING(
            "text formatting",
            "String.format parses its format at each call: concatenate, or keep the formatter",
            "java.util.Formatter",
            "java.text.",
            "java.time.format."),
    BUSY_SPIN(
            "busy waiting",
            "wait for a signal (a lock's condition, a queue, a latch) in place of asking again and again",
            "java.lang.Thread.onSpinWait",
            "java.lang.Thread.yield"),
    REFLECTION(
            "deep reflection",
            "look members up once and keep them, or bind a MethodHandle in a static final field",
            "java.lang.reflect.",
            "jdk.internal.reflect.",
            "sun.reflect.",
            "java.lang.Class.getMethod",
            "java.lang.Class.getDeclared",
            "java.lang.Class.getField",
            "java.lang.Class.getConstructor",
            "java.lang.Class.privateGet",
            "java.lang.Class.searchMethods",
            "java.lang.Class.getAnnotation",
            "java.lang.Class.forName",
            "java.lang.PublicMethods",
            "java.beans.Introspector"),
    BOXING(
            "boxing",
            "keep numbers as primitives: arrays, primitive streams, or collections for primitives",
            "java.lang.Integer.valueOf",
            "java.lang.Long.valueOf",
            "java.lang.Double.valueOf",
            "java.lang.Float.valueOf",
            "java.lang.Short.valueOf",
            "java.lang.Character.valueOf",
            "new java.lang.Integer",
            "new java.lang.Long",
            "new java.lang.Double",
            "new java.lang.Float",
            "new java.lang.Short",
            "new java.lang.Character");

    private final String title;
    private final String advice;
    private final String[] prefixes;

    Cause(String title, String advice, String... prefixes) {
        this.title = title;
        this.advice = advice;
        this.prefixes = prefixes;
    }

    /** In plain words. */
    public String title() {
        return title;
    }

    /** What helps. */
    public String advice() {
        return advice;
    }

    /** Whether others use it for their own ends, so that it counts only where no other cause is seen. */
    boolean isMeans() {
        return this == REFLECTION || this == BOXING || this == FORMATTING;
    }

    /** The cause that a frame stands for, or null. */
    static @Nullable Cause of(String frame) {
        for (Cause cause : VALUES) {
            for (String prefix : cause.prefixes) {
                if (frame.startsWith(prefix)) {
                    return cause == BOXING && frame.startsWith("new ") && frame.length() > prefix.length()
                            ? null // new java.lang.Integer[], and java.lang.ShortThing
                            : cause;
                }
            }
        }
        return null;
    }

    private static final Cause[] VALUES = values();
}
