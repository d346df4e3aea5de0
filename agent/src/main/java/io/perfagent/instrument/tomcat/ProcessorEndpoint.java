package io.perfagent.instrument.tomcat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** The connector's endpoint that made a processor of sockets: protected, so by reflection. Safe for all threads. */
final class ProcessorEndpoint {
    private volatile @Nullable Field wrapper;
    private volatile @Nullable Method endpoint;
    private volatile boolean closed;

    /** Null where it cannot be told. */
    @Nullable
    AbstractEndpoint<?, ?> of(Object processor) {
        if (closed) {
            return null;
        }
        try {
            Field field = wrapper;
            Method method = endpoint;
            if (field == null || method == null) {
                field = SocketProcessorBase.class.getDeclaredField("socketWrapper");
                field.setAccessible(true);
                wrapper = field;
                method = SocketWrapperBase.class.getDeclaredMethod("getEndpoint");
                method.setAccessible(true);
                endpoint = method;
            }
            Object socket = field.get(processor);
            return socket == null ? null : (AbstractEndpoint<?, ?>) method.invoke(socket);
        } catch (ReflectiveOperationException | RuntimeException e) {
            closed = true; // as in a named module that does not open itself
            return null;
        }
    }
}
