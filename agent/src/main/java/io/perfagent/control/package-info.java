/** The life of an adaptation: proposed, approved, tried, kept or rolled back; its ledger; the kill switch. */
@NullMarked
package io.perfagent.control;

import org.jspecify.annotations.NullMarked;
