package io.perfagent.it.loaders;

import io.perfagent.it.boot.CommandApp;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.modules.LocalModuleLoader;
import org.jboss.modules.Module;

/** H2 as a module of JBoss Modules. */
public final class JbossModulesApp {
    private static final String DESCRIPTOR =
            "<module xmlns=\"urn:jboss:module:1.9\" name=\"com.h2database\"><resources>"
                    + "<resource-root path=\"h2.jar\"/></resources><dependencies><module name=\"java.se\"/></dependencies></module>";

    private JbossModulesApp() {}

    public static void main(String[] arguments) throws Exception {
        Path modules = Files.createTempDirectory("jboss-modules-app-");
        Path module = Files.createDirectories(modules.resolve("com/h2database/main"));
        Files.copy(HiddenDatabase.jar(), module.resolve("h2.jar"));
        Files.writeString(module.resolve("module.xml"), DESCRIPTOR);
        Module loaded = new LocalModuleLoader(new File[] {modules.toFile()}).loadModule("com.h2database");
        CommandApp.serve(HiddenDatabase.commands(loaded.getClassLoader().loadClass("org.h2.Driver")));
    }
}
