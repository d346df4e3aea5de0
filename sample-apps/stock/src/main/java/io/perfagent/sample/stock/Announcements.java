package io.perfagent.sample.stock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Kafka's three clients. They are made and never used: there is no broker. */
@Component
public class Announcements implements DisposableBean {
    private static final Map<String, Object> SETTINGS = Map.of(
            "bootstrap.servers", "127.0.0.1:1", "reconnect.backoff.ms", 600_000, "reconnect.backoff.max.ms", 600_000);

    private final KafkaProducer<String, String> producer =
            new KafkaProducer<>(SETTINGS, new StringSerializer(), new StringSerializer());
    private final KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(SETTINGS, new StringDeserializer(), new StringDeserializer());
    private final Admin admin = Admin.create(SETTINGS);

    /** How many clients there are. */
    public int clients() {
        return List.of(producer, consumer, admin).size();
    }

    @Override
    public void destroy() {
        producer.close(Duration.ZERO);
        consumer.close();
        admin.close(Duration.ZERO);
    }
}
