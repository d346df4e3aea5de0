package io.perfagent.weave;

import io.perfagent.bootstrap.Hook;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the declarations of all instrumentations while the agent jar is built, and writes the table that
 * {@link SiteTable} reads.
 */
public final class Sites {
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, Integer> markers = new LinkedHashMap<>();
    private final List<Site> sites = new ArrayList<>();
    private String instrumentation = "";

    /** Adds all that an instrumentation declares. */
    public void add(Instrumentation one) {
        instrumentation = one.name();
        one.declare(this);
    }

    /** A target of one class, by binary name. */
    public Declaration type(String className) {
        return group(className, className);
    }

    /** A target of several classes; more can be learned at run time under the same name. */
    public Declaration group(String name, String... classNames) {
        Target target = targets.get(name);
        if (target == null) {
            target = new Target(name);
            targets.put(name, target);
        }
        for (String className : classNames) {
            target.classNames.add(className.replace('.', '/'));
        }
        return new Declaration(target);
    }

    /** A class whose loading tells how far the application has come; see {@link Moment}. */
    public void marker(String className, int moment) {
        markers.merge(className.replace('.', '/'), moment, (a, b) -> a | b);
    }

    /** The sites of one target; arguments are named by index. */
    public final class Declaration {
        private final Target target;
        private int minJdk;

        Declaration(Target target) {
            this.target = target;
        }

        /** The sites that follow are woven on this JDK and newer ones. */
        public Declaration fromJdk(int feature) {
            minJdk = feature;
            return this;
        }

        public Declaration site(
                Shape shape, String method, String descriptor, int first, int second, Class<? extends Hook> hook) {
            return add(shape, method, descriptor, first, second, hook.getName(), false);
        }

        /** A site whose hook is linked against the library. */
        public Declaration librarySite(
                Shape shape, String method, String descriptor, int first, int second, String hook) {
            return add(shape, method, descriptor, first, second, hook, true);
        }

        private Declaration add(
                Shape shape, String method, String descriptor, int first, int second, String hook, boolean library) {
            Site site = new Site(
                    sites.size(),
                    instrumentation,
                    method,
                    descriptor,
                    shape,
                    first,
                    second,
                    hook,
                    library,
                    library ? LibraryUse.dependencies(hook) : new String[0],
                    minJdk);
            sites.add(site);
            target.sites.add(site);
            return this;
        }
    }

    /** The table as {@link SiteTable} reads it. */
    public byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(sites.size());
        for (Site site : sites) {
            out.writeUTF(site.instrumentation);
            out.writeUTF(site.method);
            out.writeUTF(site.descriptor);
            out.writeByte(site.shape.ordinal());
            out.writeByte(site.first);
            out.writeByte(site.second);
            out.writeUTF(site.hook);
            out.writeBoolean(site.library);
            out.writeByte(site.minJdk);
            out.writeShort(site.dependencies.length);
            for (String dependency : site.dependencies) {
                out.writeUTF(dependency);
            }
        }
        out.writeInt(targets.size());
        for (Target target : targets.values()) {
            out.writeUTF(target.name);
            out.writeShort(target.sites.size());
            for (Site site : target.sites) {
                out.writeShort(site.id);
            }
            out.writeShort(target.classNames.size());
            for (String name : target.classNames) {
                out.writeUTF(name);
            }
        }
        out.writeInt(markers.size());
        for (Map.Entry<String, Integer> marker : markers.entrySet()) {
            out.writeUTF(marker.getKey());
            out.writeInt(marker.getValue());
        }
        return bytes.toByteArray();
    }
}
