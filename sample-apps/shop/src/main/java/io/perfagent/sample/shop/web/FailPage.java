package io.perfagent.sample.shop.web;

import io.perfagent.sample.shop.store.Catalog;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code GET /fail}: a query that the database refuses, and so a 500. */
@SuppressWarnings("serial")
final class FailPage extends Page {
    private final Catalog catalog;
    private transient @Nullable Logger silenced;

    FailPage(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Tomcat logs what a servlet throws to a logger per servlet; here that would only be noise. */
    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        silenced = Logger.getLogger(
                "org.apache.catalina.core.ContainerBase.[Tomcat].[localhost].[/].[" + config.getServletName() + "]");
        silenced.setLevel(Level.OFF);
    }

    @Override
    String get(HttpServletRequest request) throws Exception {
        return catalog.countVouchers() + " vouchers";
    }
}
