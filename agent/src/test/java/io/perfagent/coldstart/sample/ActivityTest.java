package io.perfagent.coldstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks, innermost first, and what a thread is said to be at. */
class ActivityTest {
    private static List<String> stack(String innermostFirst) {
        List<String> frames = new ArrayList<>(Arrays.asList(innermostFirst.split(" < ")));
        Collections.reverse(frames);
        return frames;
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, com.acme.Shop.price < com.acme.Main.main",
        "RUNNING, java.util.HashMap.put < com.acme.Shop.price",
        "SLEEP, java.lang.Thread.sleep < com.acme.Shop.price",
        "SLEEP, clock_nanosleep_[n] < java.lang.Thread.sleep0 < java.lang.Thread.sleep < com.acme.Shop.price",
        "WAIT, jdk.internal.misc.Unsafe.park < java.util.concurrent.locks.LockSupport.park < java.util.concurrent.FutureTask.get < a.B.c",
        "WAIT, java.lang.Object.wait < java.lang.Thread.join < com.acme.Shop.price",
        "LOCK, jdk.internal.misc.Unsafe.park < java.util.concurrent.locks.LockSupport.park < java.util.concurrent.locks.AbstractQueuedSynchronizer.acquire < java.util.concurrent.locks.ReentrantLock.lock < a.B.c",
        "FILE, java.io.FileInputStream.readBytes < java.io.FileInputStream.read < com.acme.Shop.price",
        "FILE, sun.nio.ch.FileDispatcherImpl.read0 < sun.nio.ch.FileChannelImpl.read < com.acme.Shop.price",
        "JAR, java.io.RandomAccessFile.readBytes < java.util.zip.ZipFile$Source.readAt < java.util.jar.JarFile.getEntry < a.B.c",
        "JAR, java.util.zip.Inflater.inflate < org.springframework.boot.loader.jar.NestedJarFile.getInputStream < a.B.c",
        "CLASS_LOADING, java.lang.ClassLoader.defineClass1 < java.net.URLClassLoader.findClass < java.lang.ClassLoader.loadClass < a.B.c",
        "CLASS_LOADING, ClassFileParser::parse_stream_[n] < com.acme.Shop.price",
        "CLASS_LOADING, com.acme.PluginClassLoader.findClass < java.lang.ClassLoader.loadClass < com.acme.Main.main",
        "SOCKET, sun.nio.ch.Net.poll < sun.nio.ch.NioSocketImpl.park < java.net.Socket.connect < com.acme.Pool.open",
        "TLS, sun.nio.ch.Net.poll < sun.nio.ch.NioSocketImpl.implRead < sun.security.ssl.SSLSocketInputRecord.read < a.B.c",
        "TLS, java.math.BigInteger.oddModPow < sun.security.rsa.RSACore.crypt < sun.security.ssl.HandshakeContext.dispatch < a.B.c",
        "DNS, java.net.Inet6AddressImpl.lookupAllHostAddr < java.net.InetAddress.getAllByName < com.acme.Pool.open"
    })
    void is_told_from_well_known_frames(Activity expected, String innermostFirst) {
        assertThat(Activity.of(stack(innermostFirst), false)).isEqualTo(expected);
    }

    @Test
    void what_called_the_application_is_another_matter() {
        assertThat(Activity.of(stack("com.acme.Shop.<clinit> < java.lang.ClassLoader.loadClass < a.B.c"), false))
                .isEqualTo(Activity.RUNNING);
    }

    @Test
    void a_thread_asleep_in_its_own_code_waits_for_a_monitor() {
        List<String> own = stack("com.acme.Shop.price < com.acme.Main.main");

        assertThat(Activity.of(own, true)).isEqualTo(Activity.LOCK);
        assertThat(Activity.of(stack("ObjectMonitor::enter_[n] < java.util.Hashtable.get < com.acme.Main.main"), true))
                .isEqualTo(Activity.LOCK);
        assertThat(Activity.of(stack("SafepointSynchronize::block_[n] < com.acme.Main.main"), true))
                .isEqualTo(Activity.PAUSE);
        assertThat(Activity.of(stack("Monitor::wait_[n] < thread_native_entry_[n]"), true))
                .isEqualTo(Activity.WAIT);
        assertThat(Activity.of(stack("java.lang.Thread.sleep < com.acme.Main.main"), true))
                .isEqualTo(Activity.SLEEP);
        assertThat(Activity.of(stack("java.io.FileInputStream.read < com.acme.Main.main"), true))
                .isEqualTo(Activity.FILE);
    }

    @Test
    void a_view_has_the_frames_that_are_not_the_jdks_and_where_it_waits() {
        List<String> frames = stack(
                "nanosleep_[n] < java.lang.Thread.sleep < java.util.Optional.map < com.acme.Shop.price < java.lang.Thread.run");

        assertThat(Frames.view(frames, true)).containsExactly("java.lang.Thread.sleep", "com.acme.Shop.price");
        assertThat(Frames.view(frames, false)).containsExactly("com.acme.Shop.price");
        assertThat(Frames.view(stack("java.util.HashMap.put < java.lang.Thread.run"), false))
                .containsExactly("java.util.HashMap.put", "java.lang.Thread.run");
    }
}
