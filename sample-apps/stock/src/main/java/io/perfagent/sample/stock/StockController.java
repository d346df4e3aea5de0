package io.perfagent.sample.stock;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The service. */
@RestController
public class StockController {
    private final Articles articles;
    private final Announcements announcements;

    public StockController(Articles articles, Announcements announcements) {
        this.articles = articles;
        this.announcements = announcements;
    }

    @GetMapping("/")
    public String stock() {
        return articles.count() + " articles, " + articles.countByNameStartingWith("A") + " of them with A, "
                + announcements.clients() + " clients";
    }
}
