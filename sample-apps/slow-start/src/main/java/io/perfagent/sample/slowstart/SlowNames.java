package io.perfagent.sample.slowstart;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.stream.Stream;

/**
 * One host that is slow to resolve, beneath {@code InetAddress} and its cache, where a slow name server would be. The JDK has
 * an interface for that from 18 on, which a class in a nested jar cannot use, and none before; so its own field is set, which
 * the manifest opens.
 */
final class SlowNames implements InvocationHandler {
    static final String HOST = "inventory.slow.example";

    private final Object original;

    private SlowNames(Object original) {
        this.original = original;
    }

    /** Before the first look-up. */
    static void install() {
        if (!Cause.DNS.isPlanted()) {
            return;
        }
        try {
            boolean hasInterface = Runtime.version().feature() >= 18;
            Field original = InetAddress.class.getDeclaredField(hasInterface ? "BUILTIN_RESOLVER" : "nameService");
            Field used = InetAddress.class.getDeclaredField(hasInterface ? "resolver" : "nameService");
            original.setAccessible(true);
            used.setAccessible(true);
            Class<?> type = used.getType();
            used.set(
                    null,
                    Proxy.newProxyInstance(
                            type.getClassLoader(), new Class<?>[] {type}, new SlowNames(original.get(null))));
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.out.println("no slow look-up of a name: " + e);
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (arguments != null && arguments.length > 0 && HOST.equals(arguments[0])) {
            Cause.DNS.sleep();
            InetAddress found = InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
            return method.getReturnType() == Stream.class ? Stream.of(found) : new InetAddress[] {found};
        }
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
