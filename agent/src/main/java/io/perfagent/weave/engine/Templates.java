package io.perfagent.weave.engine;

import io.perfagent.bootstrap.Answer;
import io.perfagent.bootstrap.Seam;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** The advice that is inlined at each shape of site: calls of the seam and nothing else. */
final class Templates {
    private Templates() {}

    /** Bound to the site's number. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface SiteId {}

    /** Bound to the site's first argument, or null. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface First {}

    /** Bound to the site's second argument, or null. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Second {}

    static final class Around {
        private Around() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @First Object first,
                @Second Object second) {
            return Seam.enter(site, self, first, second);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @Advice.Enter Object state,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object result,
                @Advice.Thrown Throwable thrown) {
            Seam.exit(site, self, state, result, thrown);
        }
    }

    /** As {@link Around}, for results that are primitive or void. */
    static final class AroundPlain {
        private AroundPlain() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @First Object first,
                @Second Object second) {
            return Seam.enter(site, self, first, second);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @Advice.Enter Object state,
                @Advice.Thrown Throwable thrown) {
            Seam.exit(site, self, state, null, thrown);
        }
    }

    /**
     * As {@link Around}, for constructors. At the entry there is no object yet, and what a constructor throws cannot be
     * caught: there is no exit then.
     */
    static final class AroundConstructor {
        private AroundConstructor() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@SiteId int site, @First Object first, @Second Object second) {
            return Seam.enter(site, null, first, second);
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@SiteId int site, @Advice.This Object self, @Advice.Enter Object state) {
            Seam.exit(site, self, state, null, null);
        }
    }

    static final class Gate {
        private Gate() {}

        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Answer.class)
        static @Nullable Object enter(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @First Object first,
                @Second Object second) {
            return Seam.enter(site, self, first, second);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @Advice.Enter Object state,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (state instanceof Answer) {
                // The throwable first: where the result is primitive, there is no null to assign.
                thrown = Seam.refused(state);
                if (thrown == null) {
                    result = Seam.answered(state);
                }
            } else {
                Seam.exit(site, self, state, result, thrown);
            }
        }
    }

    static final class Exchange {
        private Exchange() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @First Object first,
                @Second Object second) {
            return Seam.enter(site, self, first, second);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @Advice.Enter Object state,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result,
                @Advice.Thrown Throwable thrown) {
            result = Seam.exchange(site, self, state, result, thrown);
        }
    }

    static final class BootDelegation {
        private BootDelegation() {}

        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable Class<?> enter(@First Object name) {
            return Seam.bootClass(name);
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter @Nullable Class<?> ours, @Advice.Return(readOnly = false) Class<?> result) {
            if (ours != null) {
                result = ours;
            }
        }
    }

    static final class Returned {
        private Returned() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @First Object first,
                @Second Object second,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result) {
            result = Seam.returned(site, self, first, second, result);
        }
    }

    static final class ReturnedPlain {
        private ReturnedPlain() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @SiteId int site,
                @Advice.This(optional = true) Object self,
                @First Object first,
                @Second Object second) {
            Seam.returned(site, self, first, second, null);
        }
    }
}
