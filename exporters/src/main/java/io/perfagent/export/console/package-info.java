/** Telemetry as short human-readable lines. */
@NullMarked
package io.perfagent.export.console;

import org.jspecify.annotations.NullMarked;
