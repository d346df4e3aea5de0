package io.perfagent.export.otlp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The PEM files of a TLS connection; null where the JDK's defaults apply. */
record TlsFiles(
        @Nullable String certificate,
        @Nullable String clientKey,
        @Nullable String clientCertificate) {
    // Written out: the generated methods of a record are linked by invokedynamic.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TlsFiles that
                && Objects.equals(certificate, that.certificate)
                && Objects.equals(clientKey, that.clientKey)
                && Objects.equals(clientCertificate, that.clientCertificate);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(certificate);
    }
}
