package io.perfagent.sample.shop.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A servlet that answers with a text: what is left for each page is to find it. */
@SuppressWarnings("serial")
abstract class Page extends HttpServlet {
    /** The request can't be answered, and that is the client's fault. */
    static final class BadRequestException extends Exception {
        final int status;

        private BadRequestException(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        static BadRequestException invalid(String message) {
            return new BadRequestException(HttpServletResponse.SC_BAD_REQUEST, message);
        }

        static BadRequestException notFound(String message) {
            return new BadRequestException(HttpServletResponse.SC_NOT_FOUND, message);
        }
    }

    /** The answer to a GET; whatever else it throws is answered with 500 by Tomcat. */
    abstract String get(HttpServletRequest request) throws Exception;

    /** The answer to a POST. */
    String post(HttpServletRequest request) throws Exception {
        throw new BadRequestException(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "only GET");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        answer(this::get, request, response);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        answer(this::post, request, response);
    }

    private interface Answer {
        String to(HttpServletRequest request) throws Exception;
    }

    private static void answer(Answer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            String text = answer.to(request);
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().println(text);
        } catch (BadRequestException e) {
            response.sendError(e.status, e.getMessage());
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** The number after the last slash: 17 in {@code /items/17}. */
    static int idInPath(HttpServletRequest request) throws BadRequestException {
        String path = request.getPathInfo();
        return number("item", path == null ? null : path.substring(1), 1, Integer.MAX_VALUE);
    }

    static int numberParameter(HttpServletRequest request, String name, int min, int max) throws BadRequestException {
        return number(name, request.getParameter(name), min, max);
    }

    static String textParameter(HttpServletRequest request, String name, int maxLength) throws BadRequestException {
        String value = request.getParameter(name);
        if (value == null || value.isEmpty() || value.length() > maxLength) {
            throw BadRequestException.invalid(name + " must have 1 to " + maxLength + " characters");
        }
        return value;
    }

    static String euros(long cents) {
        return "EUR " + cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100;
    }

    private static int number(String name, @Nullable String text, int min, int max) throws BadRequestException {
        try {
            int number = Integer.parseInt(text == null ? "" : text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, as a number out of range is.
        }
        throw BadRequestException.invalid(name + " must be a number from " + min + " to " + max);
    }
}
