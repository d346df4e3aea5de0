package io.perfagent.it.loaders;

import io.perfagent.it.boot.CommandApp;
import java.nio.file.Files;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** H2 as a bundle of Apache Felix. */
public final class FelixApp {
    private FelixApp() {}

    public static void main(String[] arguments) throws Exception {
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Framework framework = factory.newFramework(Map.of(
                "org.osgi.framework.storage",
                Files.createTempDirectory("felix-app-").toString(),
                "org.osgi.framework.storage.clean",
                "onFirstInit",
                // Felix guesses from the stack when a class is wanted by other than a bundle; other frameworks do not.
                "felix.bootdelegation.implicit",
                "false"));
        framework.start();
        Bundle bundle = framework
                .getBundleContext()
                .installBundle(HiddenDatabase.jar().toUri().toString());
        CommandApp.serve(HiddenDatabase.commands(bundle.loadClass("org.h2.Driver")));
        framework.stop();
    }
}
