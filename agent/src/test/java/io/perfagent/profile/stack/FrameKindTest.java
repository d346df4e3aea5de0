package io.perfagent.profile.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrameKindTest {
    @Test
    void a_frame_is_told_by_its_name() {
        record Case(String frame, FrameKind kind, String label) {}
        for (Case one : List.of(
                new Case("com.acme.Shop.price", FrameKind.JAVA, "com.acme.Shop.price"),
                new Case("java/lang/Thread.run", FrameKind.JAVA, "java/lang/Thread.run"),
                new Case("java/lang/Thread.run_[j]", FrameKind.JAVA, "java/lang/Thread.run"),
                new Case("run_[0]", FrameKind.JAVA, "run"),
                new Case("__memset_avx2.part.0_[n]", FrameKind.NATIVE, "__memset_avx2.part.0"),
                new Case("epoll_wait", FrameKind.NATIVE, "epoll_wait"),
                new Case("G1CollectedHeap::collect", FrameKind.NATIVE, "G1CollectedHeap::collect"),
                new Case("[libc.so.6]", FrameKind.NATIVE, "[libc.so.6]"),
                new Case("do_syscall_64_[k]", FrameKind.KERNEL, "do_syscall_64"),
                new Case("byte[]_[c]", FrameKind.TYPE, "byte[]"),
                new Case("HTTP server GET /a::b_[o]", FrameKind.OPERATION, "HTTP server GET /a::b"))) {
            assertThat(FrameKind.of(one.frame)).as(one.frame).isEqualTo(one.kind);
            assertThat(FrameKind.label(one.frame)).isEqualTo(one.label);
        }
        for (FrameKind kind : FrameKind.values()) {
            String frame = kind.frame("a.b");
            assertThat(FrameKind.of(frame)).isEqualTo(kind);
            assertThat(FrameKind.label(frame)).isEqualTo("a.b");
        }
    }
}
