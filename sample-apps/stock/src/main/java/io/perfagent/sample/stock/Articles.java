package io.perfagent.sample.stock;

import org.springframework.data.jpa.repository.JpaRepository;

/** All articles. */
public interface Articles extends JpaRepository<Article, Long> {
    /** How many names begin so. */
    long countByNameStartingWith(String beginning);
}
