package io.perfagent.sample.slowstart;

import org.springframework.stereotype.Component;

/** Initialises {@link PriceTable}, because it is the first to ask it. */
@Component
class Prices {
    final int first = PriceTable.price(1);
}
