package io.perfagent.export.otlp;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS from PEM files. A context of its own in any case, so that one the application made the default (trusting all, say)
 * has no say here.
 */
final class TlsContext {
    private static final int MAX_FILE_BYTES = 1024 * 1024;
    private static final String[] KEY_ALGORITHMS = {"RSA", "EC", "EdDSA"};
    private static final char[] NO_PASSWORD = new char[0];
    private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
    private static final String END_KEY = "-----END PRIVATE KEY-----";

    private TlsContext() {}

    static SSLSocketFactory socketFactory(TlsFiles files) throws TlsException {
        TrustManager[] trust = files.certificate() == null ? null : trustManagers(files.certificate());
        KeyManager[] keys = null;
        if (files.clientKey() != null && files.clientCertificate() != null) {
            keys = keyManagers(files.clientKey(), files.clientCertificate());
        } else if (files.clientKey() != null || files.clientCertificate() != null) {
            throw new TlsException("client key and client certificate need each other; one is not set");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new TlsException("TLS cannot be set up: " + e.getClass().getSimpleName());
        }
    }

    private static TrustManager[] trustManagers(String file) throws TlsException {
        Certificate[] certificates = certificates(file);
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < certificates.length; i++) {
                store.setCertificateEntry("ca" + i, certificates[i]);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("certificate file " + file + " cannot be used");
        }
    }

    private static KeyManager[] keyManagers(String keyFile, String certificateFile) throws TlsException {
        Certificate[] chain = certificates(certificateFile);
        PrivateKey key = privateKey(keyFile);
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("client key " + keyFile + " and certificate " + certificateFile + " cannot be used");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(String file) throws TlsException {
        byte[] pem = read(file);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Collection<? extends Certificate> found = factory.generateCertificates(new ByteArrayInputStream(pem));
            if (!found.isEmpty()) {
                return found.toArray(new Certificate[0]);
            }
        } catch (GeneralSecurityException e) {
            throw new TlsException("certificate file " + file + " is not PEM of X.509 certificates");
        }
        throw new TlsException("certificate file " + file + " holds no certificate");
    }

    private static PrivateKey privateKey(String file) throws TlsException {
        String pem = new String(read(file), StandardCharsets.ISO_8859_1);
        int from = pem.indexOf(BEGIN_KEY);
        int to = pem.indexOf(END_KEY);
        if (from < 0 || to < from) {
            throw new TlsException("key file " + file + " holds no unencrypted PKCS #8 key (BEGIN PRIVATE KEY)");
        }
        PrivateKey key = null;
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN_KEY.length(), to));
            for (int i = 0; i < KEY_ALGORITHMS.length && key == null; i++) {
                key = privateKey(KEY_ALGORITHMS[i], encoded);
            }
        } catch (IllegalArgumentException e) {
            key = null; // not Base64; the message below says as much and shows nothing of it
        }
        if (key == null) {
            throw new TlsException("key file " + file + " holds no RSA, EC or EdDSA key");
        }
        return key;
    }

    private static @Nullable PrivateKey privateKey(String algorithm, byte[] encoded) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            return null; // a key of another algorithm
        }
    }

    private static byte[] read(String file) throws TlsException {
        try (InputStream in = new FileInputStream(file)) {
            byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
            if (content.length <= MAX_FILE_BYTES) {
                return content;
            }
        } catch (IOException e) {
            throw new TlsException("file " + file + " cannot be read");
        }
        throw new TlsException("file " + file + " is too large");
    }
}
