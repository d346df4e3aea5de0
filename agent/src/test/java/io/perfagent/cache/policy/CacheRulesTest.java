package io.perfagent.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheRulesTest {
    private final List<String> problems = new ArrayList<>();

    private CacheRules rules(String text) {
        return CacheRules.ofSetting("PERF_AGENT_CACHE_RULES", text, problems);
    }

    private static String say(CacheRule rule) {
        return rule.kind()
                + '|'
                + rule.target()
                + (rule.prefix() ? "*" : "")
                + '|'
                + rule.level().text()
                + '|'
                + rule.ttlMillis()
                + '|'
                + String.join("+", rule.keyColumns())
                + (rule.soleWriter() ? "|sole" : "")
                + (rule.negative() ? "|negative" : "")
                + (rule.versioned() ? "|versioned" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "sql:SELECT item=micro                        ~ sql|SELECT item|micro|1000|",
                "redis:price:*=tracked                        ~ redis|price:*|tracked|60000|",
                "redis:config=static,ttl=1h                   ~ redis|config|static|3600000|",
                "sql:#9f3a07c41d=static,ttl=1h                ~ sql|#9f3a07c41d|static|3600000|",
                "sql:SELECT a WHERE x=micro=dedupe            ~ sql|SELECT a WHERE x=micro|dedupe|100|",
                "redis:a=b=micro,ttl=500ms                    ~ redis|a=b|micro|500|",
                "sql:\"SELECT a; SELECT b\"=micro             ~ sql|SELECT a; SELECT b|micro|1000|",
                "sql:\"SELECT a=micro\" = micro , ttl = 2s    ~ sql|SELECT a=micro|micro|2000|",
                "sql:SELECT item=tracked,sole-writer,key=a+b  ~ sql|SELECT item|tracked|60000|a+b|sole",
                "sql:SELECT item=static,versioned,key=ID      ~ sql|SELECT item|static|600000|id|versioned",
                "redis:x*=micro,negative                      ~ redis|x*|micro|1000||negative"
            })
    void aRuleIsRead(String text, String expected) {
        assertThat(rules(text).all().stream().map(CacheRulesTest::say).collect(Collectors.toList()))
                .containsExactly(expected);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "SELECT item=micro          ~ does not begin with sql: or redis:",
                "jdbc:SELECT item=micro     ~ does not begin with sql: or redis:",
                "sql:SELECT item            ~ has no =dedupe, =micro, =tracked or =static",
                "sql:SELECT item=fast       ~ has no =dedupe, =micro, =tracked or =static",
                "sql:SELECT item=none       ~ has no =dedupe, =micro, =tracked or =static",
                "sql:\"SELECT item=micro    ~ has no =dedupe, =micro, =tracked or =static",
                "sql:=micro                 ~ has a target of 0 characters",
                "redis:*=micro              ~ would hold for every key",
                "redis:a*b=micro            ~ has a * before its end",
                "sql:SELECT *=micro         ~ has a * in its target",
                "sql:#9f3a=micro            ~ names an id that is none: one is # and 10 digits",
                "sql:#9F3A07C41D=micro      ~ names an id that is none",
                "redis:a=dedupe             ~ which is for SQL",
                "sql:a=micro,ttl=3s         ~ ttl=3s is more than micro allows, 2s",
                "sql:a=tracked,ttl=2m       ~ ttl=2m is more than tracked allows, 1m",
                "sql:a=micro,ttl=fast       ~ ttl=fast is no duration",
                "sql:a=micro,ttl=-1s        ~ ttl=-1s is no duration",
                "sql:a=micro,ttl=0s         ~ ttl=0s is no duration",
                "sql:a=micro,quick          ~ is none of ttl=, key=, sole-writer, negative, versioned",
                "sql:a=micro,key=           ~ names no columns",
                "redis:a=micro,key=id       ~ key= is for SQL",
                "redis:a=micro,versioned    ~ versioned is for SQL",
                "sql:a=micro,negative=yes   ~ negative takes no value"
            })
    void aBadRuleIsOneLineAndTheOthersStand(String text, String objection) {
        CacheRules rules = rules("sql:SELECT first=micro; " + text);

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("PERF_AGENT_CACHE_RULES: ")
                .contains(objection)
                .endsWith("this rule is ignored, the others stand");
        if (!text.contains("\"")) {
            assertThat(rules.all()).hasSize(1);
        }
    }

    @Test
    void aFileHasOneOnALine() {
        CacheRules rules = CacheRules.ofFile(
                "cache.rules", "// ours\n\nsql:SELECT a;b=micro\r\n  redis:x*=static\nnonsense", problems);

        assertThat(rules.all()).hasSize(2);
        assertThat(rules.all().get(0).target()).isEqualTo("SELECT a;b");
        assertThat(problems).singleElement().asString().startsWith("cache.rules: nonsense: ");
    }

    @Test
    void thereIsABound() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CacheRules.MAX + 1; i++) {
            text.append("redis:k").append(i).append("=micro;");
        }

        assertThat(rules(text.toString()).all()).hasSize(CacheRules.MAX);
        assertThat(problems).singleElement().asString().contains("more than the 256 rules");
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT item, #1111111111, micro",
        "SELECT item, #9f3a07c41d, static", // its id is more particular
        "SELECT other, #2222222222, dedupe", // the stricter of two
        "SELECT unknown, #3333333333, "
    })
    void theMostParticularSqlRuleHoldsThenTheStricter(String summary, String id, String level) {
        CacheRules rules = rules(
                "sql:SELECT item=micro; sql:#9f3a07c41d=static; sql:SELECT other=static; sql:SELECT other=dedupe");

        CacheRule rule = rules.sql(summary, id);

        assertThat(rule == null ? null : rule.level().text()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        "price:1, micro",
        "price:eu:1, static",
        "price:eu:, tracked", // exact before the prefix of the same length
        "priceless, ",
        "p, "
    })
    void theLongestLiteralMatchHolds(String key, String level) {
        CacheRules rules = rules("redis:price:*=micro; redis:price:eu:*=static; redis:price:eu:=tracked");

        CacheRule rule = rules.redis(key.getBytes(StandardCharsets.UTF_8));

        assertThat(rule == null ? null : rule.level().text()).isEqualTo(level);
    }

    @Test
    void lengthsAreThoseOfTheBytes() {
        CacheRule rule = rules("redis:größe€😀*=micro").all().get(0);

        assertThat(rule.targetBytes()).isEqualTo("größe€😀".getBytes(StandardCharsets.UTF_8).length);
    }
}
