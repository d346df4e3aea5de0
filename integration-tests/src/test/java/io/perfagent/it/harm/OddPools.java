package io.perfagent.it.harm;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Connection pools over a {@code DataSource} or a driver of an unknown vendor; none is on the tests' own class path. */
final class OddPools {
    private static final String ROOM = "org.example.oddbase.";

    private OddPools() {}

    /** What the names of the vendor's classes begin with that are used through this pool. */
    static String prefix(String pool) {
        return "From" + pool.replace("-", "");
    }

    static DataSource make(String pool) throws ReflectiveOperationException {
        String vendor = ROOM + prefix(pool);
        switch (pool) {
            case "dbcp2":
                return overDriver("org.apache.commons.dbcp2.BasicDataSource", vendor);
            case "dbcp2-data-source":
                return dbcp2(vendor);
            case "tomcat-jdbc":
                Object tomcat = made("org.apache.tomcat.jdbc.pool.DataSource");
                tomcat.getClass().getMethod("setDataSource", Object.class).invoke(tomcat, dataSource(vendor));
                return (DataSource) tomcat;
            case "agroal":
                Object reader = made("io.agroal.api.configuration.supplier.AgroalPropertiesReader");
                reader.getClass()
                        .getMethod("readProperties", Map.class)
                        .invoke(reader, Map.of("maxSize", "2", "providerClassName", vendor + "DataSource"));
                Class<?> listener = Class.forName("io.agroal.api.AgroalDataSourceListener");
                Object none = Array.newInstance(listener, 0);
                return (DataSource) Class.forName("io.agroal.api.AgroalDataSource")
                        .getMethod("from", Supplier.class, none.getClass())
                        .invoke(null, reader, none);
            case "c3p0":
                return (DataSource) Class.forName("com.mchange.v2.c3p0.DataSources")
                        .getMethod("pooledDataSource", DataSource.class)
                        .invoke(null, dataSource(vendor));
            default:
                throw new IllegalArgumentException(pool);
        }
    }

    private static DataSource overDriver(String name, String vendor) throws ReflectiveOperationException {
        Object pool = made(name);
        pool.getClass().getMethod("setDriver", java.sql.Driver.class).invoke(pool, made(vendor + "Driver"));
        pool.getClass().getMethod("setUrl", String.class).invoke(pool, "jdbc:odd:things");
        return (DataSource) pool;
    }

    private static DataSource dbcp2(String vendor) throws ReflectiveOperationException {
        String room = "org.apache.commons.dbcp2.";
        Class<?> factoryType = Class.forName(room + "ConnectionFactory");
        Object connections = Class.forName(room + "DataSourceConnectionFactory")
                .getConstructor(DataSource.class)
                .newInstance(dataSource(vendor));
        Class<?> poolableType = Class.forName(room + "PoolableConnectionFactory");
        Object poolable = poolableType
                .getConstructor(factoryType, javax.management.ObjectName.class)
                .newInstance(connections, null);
        Object objects = Class.forName("org.apache.commons.pool2.impl.GenericObjectPool")
                .getConstructor(Class.forName("org.apache.commons.pool2.PooledObjectFactory"))
                .newInstance(poolable);
        Class<?> objectPool = Class.forName("org.apache.commons.pool2.ObjectPool");
        poolableType.getMethod("setPool", objectPool).invoke(poolable, objects);
        return (DataSource) Class.forName(room + "PoolingDataSource")
                .getConstructor(objectPool)
                .newInstance(objects);
    }

    private static Object dataSource(String vendor) throws ReflectiveOperationException {
        return made(vendor + "DataSource");
    }

    private static Object made(String name) throws ReflectiveOperationException {
        return Class.forName(name).getDeclaredConstructor().newInstance();
    }
}
