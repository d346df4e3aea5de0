package io.perfagent.sample.slowstart;

import org.springframework.stereotype.Component;

/** {@link Cause#SLEEPING_BEAN}. */
@Component
class SleepingBean {
    SleepingBean() {
        Cause.SLEEPING_BEAN.sleep();
    }
}
