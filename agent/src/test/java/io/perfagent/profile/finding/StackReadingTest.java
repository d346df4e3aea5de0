package io.perfagent.profile.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackReadingTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // frames of the application and below, outermost first | cause | culprit
                "app.Search.find java.lang.String.matches java.util.regex.Pattern.compile | REGULAR_EXPRESSIONS | app.Search.find",
                "app.Mapper.write com.fasterxml.jackson.databind.ObjectMapper.writeValue java.lang.StringBuilder.append | JSON | app.Mapper.write",
                "app.Sum.of java.lang.Integer.valueOf | BOXING | app.Sum.of",
                "app.Sum.of java.lang.Integer.valueOf new_java.lang.Integer | BOXING | app.Sum.of",
                "app.Sum.of new_java.lang.Integer[] | - | app.Sum.of",
                "app.Log.it ch.qos.logback.classic.Logger.info java.util.regex.Matcher.find | LOGGING | app.Log.it",
                "app.Stock.of app.NotFoundException.<init> java.lang.Exception.<init> java.lang.Throwable.fillInStackTrace | EXCEPTIONS | app.Stock.of",
                "app.Stock.of new_app.NotFoundException | EXCEPTIONS | app.Stock.of",
                "app.Cache.put java.io.ObjectOutputStream.writeObject java.lang.reflect.Method.invoke | SERIALISATION | app.Cache.put",
                "app.Spin.wait java.lang.Thread.onSpinWait | BUSY_SPIN | app.Spin.wait",
                "app.Bean.copy java.lang.Class.getDeclaredFields java.lang.Class.privateGetDeclaredFields | REFLECTION | app.Bean.copy",
                "app.Text.of java.lang.String.format java.util.Formatter.format java.util.regex.Matcher.find | REGULAR_EXPRESSIONS | app.Text.of",
                // The framework that called the application, or was called by it, is not the cause.
                "java.lang.reflect.Method.invoke app.Page.work | - | app.Page.work",
                "app.Page.work java.util.HashMap.get | - | app.Page.work",
                "app.Page.work org.springframework.web.Converter.write com.google.gson.Gson.toJson | JSON | app.Page.work",
                "java.lang.Thread.run java.util.HashMap.get | - | java.util.HashMap.get"
            })
    void recognised(String frames, Cause cause, String culprit) {
        List<String> stack = new ArrayList<>(List.of("HTTP server GET /x"));
        for (String frame : frames.split(" ")) {
            stack.add(frame.replace('_', ' '));
        }

        assertThat(StackReading.of(stack)).isEqualTo(new StackReading(cause, culprit));
    }
}
