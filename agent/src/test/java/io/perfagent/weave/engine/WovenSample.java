package io.perfagent.weave.engine;

import io.perfagent.bootstrap.Hook;
import io.perfagent.weave.ClassFiles;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.Sites;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/** {@link Sample}, woven at some sites and loaded by a loader of its own, which makes the JVM verify it. */
final class WovenSample {
    private static final String NAME = "io/perfagent/weave/engine/Sample";

    /** Sites name a class of hook; the tests install their own instances. */
    static final class AnyHook extends Hook {}

    final byte[] original = ClassFiles.of(Sample.class);
    final byte[] bytes;
    final Class<?> type;
    private final List<String> log;

    private static final class ThrowAway extends ClassLoader {
        private final byte[] bytes;

        ThrowAway(byte[] bytes) {
            super(WovenSample.class.getClassLoader());
            this.bytes = bytes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Sample.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, bytes, 0, bytes.length);
        }
    }

    private WovenSample(Site[] sites, List<String> log) throws Exception {
        this.log = log;
        bytes = new ByteBuddyWeaver().weave(getClass().getClassLoader(), NAME, original, sites);
        type = new ThrowAway(bytes == null ? original : bytes).loadClass(Sample.class.getName());
    }

    static WovenSample at(List<String> log, Site... sites) throws Exception {
        return new WovenSample(sites, log);
    }

    static Site[] sites(Shape shape, String method, String descriptor, int first, int second) {
        Sites sites = new Sites();
        sites.type(Sample.class.getName()).site(shape, method, descriptor, first, second, AnyHook.class);
        try {
            return new SiteTable(sites.encode()).find(NAME).sites();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Object make(String argument) throws Exception {
        begin();
        try {
            return type.getConstructor(String.class).newInstance(argument);
        } finally {
            end();
        }
    }

    /** Calls a method by name; what it throws goes through. */
    Object call(String name, Object... arguments) throws Throwable {
        begin();
        try {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)) {
                    Object self = type.getConstructor(String.class).newInstance("self");
                    log.clear();
                    return method.invoke(self, arguments);
                }
            }
            throw new NoSuchMethodException(name);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            end();
        }
    }

    private void begin() throws Exception {
        logOfSample().set(log);
    }

    private void end() throws Exception {
        logOfSample().remove();
    }

    @SuppressWarnings("unchecked")
    private ThreadLocal<List<String>> logOfSample() throws Exception {
        return (ThreadLocal<List<String>>) type.getField("LOG").get(null);
    }
}
