package io.perfagent.sample.slowstart;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Something to ask for. */
@RestController
class HomeController {
    private final Catalog catalog;
    private final Prices prices;

    HomeController(Catalog catalog, Prices prices) {
        this.catalog = catalog;
        this.prices = prices;
    }

    @GetMapping("/")
    String home() {
        return catalog.items + " items from " + prices.first;
    }
}
