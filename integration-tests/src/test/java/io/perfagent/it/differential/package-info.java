/** The same scenarios under OpenTelemetry's agent and ours: what each exports, made comparable, and compared. */
@NullMarked
package io.perfagent.it.differential;

import org.jspecify.annotations.NullMarked;
