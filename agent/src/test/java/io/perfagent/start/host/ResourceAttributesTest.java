package io.perfagent.start.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceAttributesTest {
    private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "app.jar, app",
        "/opt/shop/app.jar --port 80, app",
        "C:\\shop\\app.jar, app",
        "com.acme.shop.Main, Main",
        "com.acme.shop.Main --password SECRET, Main",
        "Main, Main",
        "acme.shop/com.acme.shop.Main, Main",
        "target/classes, classes",
        "'', unknown_service:java",
        "' -x', unknown_service:java"
    })
    void a_service_is_named_after_its_jar_or_main_class(String command, String name) {
        assertThat(ResourceAttributes.ofCommand(command)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "0::/docker/ID, true",
        "12:cpu:/kubepods/besteffort/pod12-34/ID, true",
        "0::/system.slice/docker-ID.scope, true",
        "ID, true",
        "IDa, false",
        "aID, false",
        "0::/, false",
        "'', false",
        "0::/docker/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef, false",
        "abc/ID/def, true"
    })
    void a_container_is_named_by_64_hexadecimal_digits(String line, boolean found) {
        assertThat(ResourceAttributes.hexadecimal(line.replace("ID", ID))).isEqualTo(found ? ID : null);
    }

    @ParameterizedTest
    @CsvSource({
        "602 586 254:1 /var/lib/docker/containers/ID/hostname /etc/hostname rw, true",
        "602 586 0:44 /containers/overlay-containers/ID/userdata/hostname /etc/hostname rw, true",
        "602 586 8:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/ID/hostname /etc/hostname rw, false",
        "600 500 0:43 / / rw - overlay overlay rw; upperdir=/var/lib/containers/storage/overlay/ID/diff, false",
        "602 586 8:1 /kubelet/pods/a-b/containers/app/0 /dev/termination-log rw, false",
        "602 586 8:1 /var/lib/docker/containers/IDa/hostname /etc/hostname rw, false"
    })
    void of_the_mounts_only_a_containers_own_directory_names_it(String line, boolean found) {
        assertThat(ResourceAttributes.mounted(line.replace("ID", ID))).isEqualTo(found ? ID : null);
    }
}
