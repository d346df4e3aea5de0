/** Modules of JBoss Modules. */
@NullMarked
package io.perfagent.instrument.jbossmodules;

import org.jspecify.annotations.NullMarked;
