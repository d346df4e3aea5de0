/** What is remembered of adaptations on disk: lines of JSON that several JVMs share. */
@NullMarked
package io.perfagent.control.ledger;

import org.jspecify.annotations.NullMarked;
