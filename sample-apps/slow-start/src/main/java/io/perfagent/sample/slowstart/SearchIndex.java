package io.perfagent.sample.slowstart;

import org.springframework.stereotype.Component;

/** {@link Cause#SEQUENTIAL}: could be made while {@link TemplateCache} is. */
@Component
class SearchIndex {
    SearchIndex() {
        Cause.SEQUENTIAL.sleep();
    }
}
