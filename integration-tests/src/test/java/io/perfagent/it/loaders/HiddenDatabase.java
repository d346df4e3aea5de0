package io.perfagent.it.loaders;

import io.perfagent.it.boot.Commands;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;

/** An H2 that only a framework's class loader knows. */
final class HiddenDatabase {
    private HiddenDatabase() {}

    /** The jar, which is on the class path for its path alone. */
    static Path jar() throws URISyntaxException {
        return Path.of(org.h2.engine.Constants.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** A command {@code hidden} that queries it. */
    static Commands commands(Class<?> driver) throws ReflectiveOperationException {
        if (driver.getClassLoader() == HiddenDatabase.class.getClassLoader()) {
            throw new IllegalStateException("not hidden");
        }
        Driver hidden = (Driver) driver.getDeclaredConstructor().newInstance();
        return new Commands().add("hidden", sql -> {
            try (Connection connection = hidden.connect("jdbc:h2:mem:hidden", new Properties());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getString(1);
            }
        });
    }
}
