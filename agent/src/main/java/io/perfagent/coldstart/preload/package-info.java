/**
 * Classes loaded ahead on another core, in the order in which the start before has used them. See docs/rationale.md, "Classes
 * loaded ahead".
 */
@NullMarked
package io.perfagent.coldstart.preload;

import org.jspecify.annotations.NullMarked;
