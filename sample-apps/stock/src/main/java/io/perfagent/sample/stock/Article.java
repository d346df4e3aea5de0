package io.perfagent.sample.stock;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** What is in stock. */
@Entity
public class Article {
    @Id
    private long id;

    private String name = "";

    protected Article() {
        // for the mapper
    }

    public Article(long id, String name) {
        this.id = id;
        this.name = name;
    }

    public long getId() {
        return id;
    }

    public String getName() {
        return name;
    }
}
