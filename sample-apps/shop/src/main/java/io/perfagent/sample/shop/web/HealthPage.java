package io.perfagent.sample.shop.web;

import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /health}: answers as soon as the server does. */
@SuppressWarnings("serial")
final class HealthPage extends Page {
    @Override
    String get(HttpServletRequest request) {
        return "UP";
    }
}
