package io.perfagent.instrument.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlsTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example:5433/shop, postgresql, shop, db.example, 5433",
        "jdbc:postgresql://db.example/shop, postgresql, shop, db.example, 5432",
        "jdbc:postgresql:shop, postgresql, shop, localhost, 5432",
        "jdbc:postgresql://db/, postgresql, , db, 5432",
        "jdbc:postgresql://db, postgresql, , db, 5432",
        "jdbc:postgresql:///shop, postgresql, shop, localhost, 5432",
        "jdbc:postgresql://db/shop?user=bob&password=SECRET, postgresql, shop, db, 5432",
        "jdbc:postgresql://db/shop?currentSchema=sales, postgresql, shop|sales, db, 5432",
        "jdbc:postgresql://db/shop?password=SECRET&currentSchema=sales&ssl=true, postgresql, shop|sales, db, 5432",
        "'jdbc:postgresql://db/shop?currentSchema=sales,public', postgresql, 'shop|sales,public', db, 5432",
        "'jdbc:postgresql://one:5433,two:5434/shop', postgresql, shop, one, 5433",
        "jdbc:postgresql://[2001:db8::1]:5433/shop, postgresql, shop, 2001:db8::1, 5433",
        "jdbc:postgresql://[2001:db8::1]/shop, postgresql, shop, 2001:db8::1, 5432",
        "jdbc:postgresql://bob:SECRET@db:5433/shop, postgresql, shop, db, 5433",
        "jdbc:postgresql://db:none/shop, postgresql, shop, db, 5432",
        "jdbc:mysql://db:3307/shop, mysql, shop, db, 3307",
        "jdbc:mysql://db/shop, mysql, shop, db, 3306",
        "jdbc:mysql://bob:SECRET@db/shop?useSSL=false, mysql, shop, db, 3306",
        "jdbc:mysql://bob:SEC@RET@db/shop, mysql, shop, db, 3306",
        "'jdbc:mysql://one:3307,two/shop', mysql, shop, one, 3307",
        "'jdbc:mysql:loadbalance://one,two/shop', mysql, shop, one, 3306",
        "'jdbc:mysql:replication://one:3308,two/shop', mysql, shop, one, 3308",
        "jdbc:mariadb://db/shop, mariadb, shop, db, 3306",
        "jdbc:mariadb://db:3309/shop?user=bob&password=SECRET, mariadb, shop, db, 3309",
        "'jdbc:mariadb:sequential://one,two/shop', mariadb, shop, one, 3306",
        "jdbc:sqlserver://db:1434;databaseName=shop;user=bob;password=SECRET, microsoft.sql_server, shop, db, 1434",
        "jdbc:sqlserver://db;databaseName=shop, microsoft.sql_server, shop, db, 1433",
        "jdbc:sqlserver://db;encrypt=true;databaseName=shop, microsoft.sql_server, shop, db, 1433",
        "jdbc:sqlserver://;password=SECRET, microsoft.sql_server, , localhost, 1433",
        "jdbc:h2:mem:shop, h2database, shop, , 0",
        "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1;PASSWORD=SECRET, h2database, shop, , 0",
        "jdbc:h2:mem:, h2database, , , 0",
        "jdbc:h2:~/shop, h2database, ~/shop, , 0",
        "jdbc:h2:file:/data/shop, h2database, /data/shop, , 0",
        "jdbc:h2:tcp://db:9093/~/shop, h2database, ~/shop, db, 9093",
        "jdbc:h2:tcp://db/mem:shop;PASSWORD=SECRET, h2database, mem:shop, db, 9092",
        "jdbc:h2:ssl://db/shop, h2database, shop, db, 9092",
        "jdbc:sqlite:/data/shop.db, sqlite, /data/shop.db, , 0",
        "jdbc:sqlite:/data/shop.db?password=SECRET, sqlite, /data/shop.db, , 0",
        "jdbc:derby:memory:shop;create=true;password=SECRET, derby, memory:shop, , 0",
        "jdbc:hsqldb:mem:shop;password=SECRET, hsqldb, mem:shop, , 0",
        "jdbc:oracle:thin:bob/SECRET@//db:1521/shop, oracle.db, , , 0",
        "jdbc:oracle:thin:@db:1521:shop, oracle.db, , , 0",
        "jdbc:unheard:of//bob:SECRET@db/shop, other_sql, , , 0",
        "jdbc:, other_sql, , , 0",
        "nonsense, other_sql, , , 0",
        "'', other_sql, , , 0"
    })
    void a_url_names_system_namespace_and_server(String url, String system, String namespace, String host, int port) {
        DatabaseTarget target = JdbcUrls.parse(url);

        assertThat(target.system).isEqualTo(system);
        assertThat(target.namespace).isEqualTo(namespace);
        assertThat(target.host).isEqualTo(host);
        assertThat(target.port).isEqualTo(port);
        assertThat(target.id).doesNotContain("SECRET").doesNotContain("bob");
    }

    /** Whatever the form, nothing of a password may be left. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://address=(host=db)(port=3307)(user=bob)(password=SECRET)/shop",
                "jdbc:mysql://(host=db,port=3307,user=bob,password=SECRET)/shop",
                "jdbc:mysql://(password=SECRET,host=db)/shop",
                "jdbc:mysql://bob:x/SECRET@db/shop",
                "jdbc:mysql://bob:SECRET?x@db/shop",
                "jdbc:mariadb:sequential:address=(host=db)(password=SECRET)/shop",
                "jdbc:mariadb://address=(type=primary)(password=SECRET)(host=db)/shop",
                "jdbc:postgresql://bob:x/SECRET@db/shop",
                "jdbc:postgresql:bob:SECRET@db",
                "jdbc:sqlserver://bob:SECRET@db;databaseName=shop",
                "jdbc:h2:tcp://bob:SECRET@db/shop",
                "jdbc:hsqldb:hsql://bob:SECRET@db/shop",
                "jdbc:derby://bob:SECRET@db:1527/shop"
            })
    void no_password_is_kept_in_any_form(String url) {
        assertThat(JdbcUrls.parse(url).id).doesNotContain("SECRET");
    }

    @Test
    void a_url_is_parsed_once_and_a_bounded_number_is_kept() {
        JdbcUrls urls = new JdbcUrls();

        DatabaseTarget first = urls.target("jdbc:postgresql://db/shop0");
        assertThat(urls.target("jdbc:postgresql://db/shop0")).isSameAs(first);
        for (int i = 1; i < 1000; i++) {
            assertThat(urls.target("jdbc:postgresql://db/shop" + i).namespace).isEqualTo("shop" + i);
        }
        assertThat(urls.target("jdbc:postgresql://db/shop0")).isSameAs(first);
        assertThat(urls.target("jdbc:postgresql://db/shop999"))
                .isNotSameAs(urls.target("jdbc:postgresql://db/shop999"));
    }

    @Test
    void urlsAreRememberedWithoutTheirText() {
        JdbcUrls urls = new JdbcUrls();
        String url = "jdbc:postgresql://db/shop?user=bob&password=SECRET";
        DatabaseTarget target = urls.target(url);
        assertThat(urls.target(new String(url.toCharArray()))).isSameAs(target);
        assertThat(urls.target(url.replace("shop", "stock"))).isNotSameAs(target);
        assertThat(urls.kept()).doesNotContain("SECRET", "bob", "shop").hasSizeGreaterThan(10);
    }
}
