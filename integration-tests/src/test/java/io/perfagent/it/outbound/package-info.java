/** Outbound calls that are held back while the host that they go to fails. */
@NullMarked
package io.perfagent.it.outbound;

import org.jspecify.annotations.NullMarked;
