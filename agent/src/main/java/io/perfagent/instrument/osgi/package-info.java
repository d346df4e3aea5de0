/** Bundles of OSGi frameworks. */
@NullMarked
package io.perfagent.instrument.osgi;

import org.jspecify.annotations.NullMarked;
