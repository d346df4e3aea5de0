package io.perfagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.perfagent.bootstrap.Hook;
import io.perfagent.instrument.otherclients.UnseenClientHook;
import io.perfagent.instrument.quarkus.BuildStepHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.SiteTable;
import io.perfagent.weave.Sites;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every library's package has the same few roles. */
class InstrumentationsTest {
    private static final String INSTRUMENT = "io.perfagent.instrument.";

    /** Hooks that instrumentations share, because they say no more than what is declared at their sites. */
    private static final String START_RECORD = AgentClasses.OURS + AgentClasses.START_RECORD + ".";

    private static List<Class<?>> subtypes(Class<?> of) {
        List<Class<?>> types = new ArrayList<>();
        for (JavaClass type : AgentClasses.ALL) {
            boolean known =
                    type.getName().startsWith(INSTRUMENT) || type.getName().startsWith(START_RECORD);
            if (known
                    && type.isAssignableTo(of)
                    && !Modifier.isAbstract(type.reflect().getModifiers())) {
                types.add(type.reflect());
            }
        }
        assertThat(types).isNotEmpty();
        return types;
    }

    private static List<Instrumentation> instrumentations() throws Exception {
        List<Instrumentation> all = new ArrayList<>();
        for (Class<?> type : subtypes(Instrumentation.class)) {
            all.add((Instrumentation) type.getDeclaredConstructor().newInstance());
        }
        return all;
    }

    private static SiteTable table() throws Exception {
        Sites sites = new Sites();
        instrumentations().forEach(sites::add);
        return new SiteTable(sites.encode());
    }

    @Test
    void every_package_of_a_library_has_an_instrumentation() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : AgentClasses.ALL) {
            if (type.getName().startsWith(INSTRUMENT) && !type.getPackageName().equals(INSTRUMENT + "family")) {
                // A library may have packages below its own.
                packages.add("io.perfagent." + AgentClasses.room(type.getName()));
            }
        }
        Set<String> declared = new TreeSet<>();
        subtypes(Instrumentation.class).forEach(type -> declared.add(type.getPackageName()));

        assertThat(declared).isEqualTo(packages);
    }

    @Test
    void an_instrumentation_is_public_and_has_a_name_of_its_own() throws Exception {
        Set<String> names = new HashSet<>();
        for (Instrumentation one : instrumentations()) {
            assertThat(Modifier.isPublic(one.getClass().getModifiers()))
                    .as("%s", one.getClass())
                    .isTrue();
            assertThat(one.getClass().getSimpleName()).endsWith("Instrumentation");
            assertThat(one.name()).matches("[a-z][a-z0-9-]*");
            assertThat(names.add(one.name())).as(one.name()).isTrue();
        }
    }

    @Test
    void a_hook_is_public_final_and_made_without_arguments_or_from_its_declaration() throws Exception {
        for (Class<?> type : subtypes(Hook.class)) {
            assertThat(type.getSimpleName()).endsWith("Hook");
            assertThat(Modifier.isPublic(type.getModifiers()))
                    .as("%s is public", type)
                    .isTrue();
            assertThat(Modifier.isFinal(type.getModifiers()))
                    .as("%s is final", type)
                    .isTrue();
            boolean declared = type.getName().startsWith(START_RECORD)
                    || type == BuildStepHook.class
                    || type == UnseenClientHook.class;
            Constructor<?> constructor =
                    declared ? type.getDeclaredConstructor(String.class) : type.getDeclaredConstructor();
            assertThat(Modifier.isPublic(constructor.getModifiers()))
                    .as("%s", constructor)
                    .isTrue();
        }
    }

    @Test
    void every_hook_is_called_at_a_site_and_every_site_has_its_hook() throws Exception {
        Set<String> called = new TreeSet<>();
        for (Site site : table().sites) {
            if (site.shape != Shape.BOOT_DELEGATION) {
                called.add(site.hook);
            }
        }
        Set<String> hooks = new TreeSet<>();
        subtypes(Hook.class).forEach(type -> hooks.add(type.getName()));

        assertThat(called).isEqualTo(hooks);
    }

    @Test
    void a_hook_that_takes_an_argument_is_made_from_what_its_site_declares() throws Exception {
        int made = 0;
        for (Site site : table().sites) {
            if (!site.hookArgument.isEmpty()) {
                Class.forName(site.hook).getDeclaredConstructor(String.class).newInstance(site.hookArgument);
                made++;
            }
        }

        assertThat(made).isPositive();
    }

    @Test
    void a_hook_does_something_in_each_shape_it_is_called_in() throws Exception {
        for (Site site : table().sites) {
            if (site.shape == Shape.BOOT_DELEGATION) {
                assertThat(site.hook).isEmpty();
                continue;
            }
            Set<String> overridden = new HashSet<>();
            for (Class<?> type = Class.forName(site.hook); type != Hook.class; type = type.getSuperclass()) {
                for (Method method : type.getDeclaredMethods()) {
                    overridden.add(method.getName());
                }
            }
            String needed = switch (site.shape) {
                case RETURNED -> "returned";
                case ARGUMENT -> "argument";
                case EXCHANGE -> "exchanged";
                default -> "enter";
            };
            assertThat(overridden).as("%s calls %s", site, site.hook).contains(needed);
            if (site.shape == Shape.EXCHANGE) {
                assertThat(overridden).as("%s", site).contains("enter");
            }
        }
    }

    /** A class of a library in a signature or a body of a hook: the agent's own loader would not find it. */
    @Test
    void a_hook_that_uses_a_library_is_loaded_beside_it() throws Exception {
        Set<String> wrong = new TreeSet<>();
        for (Site site : table().sites) {
            if (site.shape == Shape.BOOT_DELEGATION) {
                continue;
            }
            for (var dependency : AgentClasses.ALL.get(site.hook).getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getName();
                boolean library = target.contains(".")
                        && !target.startsWith(AgentClasses.OURS)
                        && !target.startsWith("org.jspecify.")
                        && !Class.forName(target, false, getClass().getClassLoader())
                                .getModule()
                                .isNamed();
                if (library && !site.library) {
                    wrong.add(site.hook + " uses " + target);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void an_argument_that_is_exchanged_is_named() throws Exception {
        for (Site site : table().sites) {
            if (site.shape == Shape.ARGUMENT) {
                assertThat(site.first).as("%s", site).isNotEqualTo(Site.NONE);
            }
            assertThat(site.first).isBetween(Site.ALL, 20);
            assertThat(site.second).isBetween(Site.NONE, 20);
        }
    }
}
