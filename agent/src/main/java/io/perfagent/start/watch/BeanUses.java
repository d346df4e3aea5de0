package io.perfagent.start.watch;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.StartRecord;
import io.perfagent.coldstart.record.StartRecorder;
import io.perfagent.coldstart.sample.BeanUse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks Spring's container, once the application is ready, which of the long beans it has given to which others. It answers
 * out of its own tables; nothing is made by asking. In analysed starts only.
 */
final class BeanUses {
    private static final long LEAST_NANOS = 50_000_000;
    private static final int MAX_BEANS = 200;

    private BeanUses() {}

    /**
     * Null where there is no container that could be asked. Before the records of the start are forgotten.
     *
     * @throws ReflectiveOperationException if it does not answer
     */
    static @Nullable List<BeanUse> of() throws ReflectiveOperationException {
        Object context = StartRecorder.SHARED.container();
        if (context == null) {
            return null;
        }
        if (Boolean.FALSE.equals(call(context, "isActive", new Class<?>[0]))) {
            throw new ReflectiveOperationException("it is closed");
        }
        Object factory = call(context, "getBeanFactory", new Class<?>[0]);
        List<BeanUse> uses = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (StartRecord one : StartRecorder.SHARED.records()) {
            boolean isLong = one.kind == Kind.BEAN && one.endNanos - one.startNanos >= LEAST_NANOS;
            if (isLong && seen.add(one.name) && uses.size() < MAX_BEANS) {
                Object bean = call(factory, "getSingleton", new Class<?>[] {String.class}, one.name);
                Object dependents = call(factory, "getDependentBeans", new Class<?>[] {String.class}, one.name);
                if (bean != null && dependents instanceof String[]) {
                    uses.add(new BeanUse(one.name, type(bean), List.of((String[]) dependents)));
                }
            }
        }
        return uses;
    }

    private static String type(Object bean) {
        String name = bean.getClass().getName();
        int proxy = name.indexOf("$$");
        return proxy > 0 ? name.substring(0, proxy) : name;
    }

    private static @Nullable Object call(@Nullable Object target, String method, Class<?>[] types, Object... arguments)
            throws ReflectiveOperationException {
        if (target == null) {
            throw new NoSuchMethodException(method);
        }
        Method found = target.getClass().getMethod(method, types);
        try {
            return found.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(String.valueOf(e.getCause()), e);
        }
    }
}
