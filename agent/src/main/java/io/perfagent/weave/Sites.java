package io.perfagent.weave;

import io.perfagent.bootstrap.Hook;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
            String internalName = className.replace('.', '/');
            if (!target.classNames.contains(internalName)) { // another instrumentation may have declared it, too
                target.classNames.add(internalName);
            }
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
            return site(shape, method, descriptor, first, second, hook, "");
        }

        /** A site whose hook is made with {@code argument}, so that one class of hooks can serve many sites. */
        public Declaration site(
                Shape shape,
                String method,
                String descriptor,
                int first,
                int second,
                Class<? extends Hook> hook,
                String argument) {
            return add(shape, method, descriptor, first, second, hook.getName(), argument, false);
        }

        /** A method of a class loader that is to find the seam; {@code name} is the index of the class's name. */
        public Declaration bootDelegation(String method, String descriptor, int name) {
            return add(Shape.BOOT_DELEGATION, method, descriptor, name, Site.NONE, "", "", false);
        }

        /** A site whose hook is linked against the library. */
        public Declaration librarySite(
                Shape shape, String method, String descriptor, int first, int second, String hook) {
            return add(shape, method, descriptor, first, second, hook, "", true);
        }

        private Declaration add(
                Shape shape,
                String method,
                String descriptor,
                int first,
                int second,
                String hook,
                String argument,
                boolean library) {
            Site site = new Site(
                    sites.size(),
                    instrumentation,
                    method,
                    descriptor,
                    shape,
                    first,
                    second,
                    hook,
                    argument,
                    library,
                    library ? LibraryUse.dependencies(hook) : new String[0],
                    minJdk);
            sites.add(site);
            target.sites.add(site);
            return this;
        }
    }

    /** The table as {@link SiteTable} reads it: each text once, then numbers. */
    public byte[] encode() throws IOException {
        Map<String, Integer> texts = new LinkedHashMap<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(sites.size());
        for (Site site : sites) {
            text(out, texts, site.instrumentation);
            text(out, texts, site.method);
            text(out, texts, site.descriptor);
            out.writeByte(site.shape.ordinal());
            out.writeByte(site.first);
            out.writeByte(site.second);
            text(out, texts, site.hook);
            text(out, texts, site.hookArgument);
            out.writeByte(site.library ? 1 : 0);
            out.writeByte(site.minJdk);
            texts(out, texts, Arrays.asList(site.dependencies));
        }
        out.writeShort(targets.size());
        for (Target target : targets.values()) {
            text(out, texts, target.name);
            out.writeShort(target.sites.size());
            for (Site site : target.sites) {
                out.writeShort(site.id);
            }
            texts(out, texts, target.classNames);
        }
        out.writeShort(markers.size());
        for (Map.Entry<String, Integer> marker : markers.entrySet()) {
            text(out, texts, marker.getKey());
            out.writeShort(marker.getValue());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(whole);
        head.writeShort(texts.size());
        for (String text : texts.keySet()) {
            byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
            head.writeShort(latin.length);
            head.write(latin);
        }
        bytes.writeTo(head);
        return whole.toByteArray();
    }

    private static void texts(DataOutputStream out, Map<String, Integer> texts, List<String> some) throws IOException {
        out.writeShort(some.size());
        for (String text : some) {
            text(out, texts, text);
        }
    }

    private static void text(DataOutputStream out, Map<String, Integer> texts, String text) throws IOException {
        Integer known = texts.putIfAbsent(text, texts.size());
        int number = known == null ? texts.size() - 1 : known;
        if (number > 0xffff) {
            throw new IOException("more than 65536 texts");
        }
        out.writeShort(number);
    }
}
