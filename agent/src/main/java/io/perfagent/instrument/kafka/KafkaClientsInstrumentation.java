package io.perfagent.instrument.kafka;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Kafka's clients at the start: a producer, a consumer or an administration client that is made. */
public final class KafkaClientsInstrumentation implements Instrumentation {
    private static final String CLIENTS = "org.apache.kafka.clients.";

    @Override
    public String name() {
        return "kafka-start";
    }

    @Override
    public void declare(Sites sites) {
        // The constructor that the public ones call.
        piece(sites, "producer.KafkaProducer", "<init>", "(Lorg/apache/kafka/clients/producer/ProducerConfig;*");
        piece(sites, "consumer.KafkaConsumer", "<init>", "(Lorg/apache/kafka/clients/consumer/ConsumerConfig;*");
        piece(
                sites,
                "admin.KafkaAdminClient",
                "createInternal",
                "(Lorg/apache/kafka/clients/admin/AdminClientConfig;*");
    }

    private static void piece(Sites sites, String type, String method, String descriptor) {
        sites.type(CLIENTS + type)
                .site(
                        Shape.AROUND,
                        method,
                        descriptor,
                        Site.NONE,
                        Site.NONE,
                        PieceHook.class,
                        PieceHook.named(Kind.MESSAGING, type.substring(type.indexOf('.') + 1)));
    }
}
