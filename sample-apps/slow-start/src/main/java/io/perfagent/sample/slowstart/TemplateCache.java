package io.perfagent.sample.slowstart;

import org.springframework.stereotype.Component;

/** {@link Cause#SEQUENTIAL}: could be made while {@link SearchIndex} is. */
@Component
class TemplateCache {
    TemplateCache() {
        Cause.SEQUENTIAL.sleep();
    }
}
