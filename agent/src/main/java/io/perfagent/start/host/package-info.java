/** What every part of the agent may ask for: settings, console, places on disk, telemetry and the way out; knows no part. */
@NullMarked
package io.perfagent.start.host;

import org.jspecify.annotations.NullMarked;
