/** What happens while the application starts, written down as it happens; no analysis here. */
@NullMarked
package io.perfagent.coldstart.record;

import org.jspecify.annotations.NullMarked;
