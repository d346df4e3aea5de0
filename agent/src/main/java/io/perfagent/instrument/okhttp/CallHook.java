package io.perfagent.instrument.okhttp;

import io.perfagent.bootstrap.Hook;
import io.perfagent.trace.Operation;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** A call passes its interceptors. If it fails and nothing was sent, the failure is what there is to tell. */
public final class CallHook extends Hook {
    private final Requests requests = new Requests();

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object first, @Nullable Object second) {
        return OkHttpCall.begin();
    }

    @Override
    public void exit(@Nullable Object self, Object state, @Nullable Object result, @Nullable Throwable thrown) {
        OkHttpCall call = (OkHttpCall) state;
        call.end();
        Operation waiting = call.waiting;
        if (waiting != null) {
            requests.end(waiting, null, call.failure);
        } else if (thrown != null && call.sent == 0 && !call.refused && self instanceof Call) {
            Operation operation = requests.telemetry.httpClient.begin();
            if (operation != null) {
                operation.startNanos = call.startNanos;
                operation.subject = ((Call) self).request();
                requests.end(operation, null, thrown);
            }
        }
    }
}
