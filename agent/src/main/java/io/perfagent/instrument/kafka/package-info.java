/** Kafka's clients, while they are made. */
@NullMarked
package io.perfagent.instrument.kafka;

import org.jspecify.annotations.NullMarked;
