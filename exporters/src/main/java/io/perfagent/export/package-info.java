/** The telemetry model that leaves the process and the pipeline that sends it; a package below per way out. */
@NullMarked
package io.perfagent.export;

import org.jspecify.annotations.NullMarked;
