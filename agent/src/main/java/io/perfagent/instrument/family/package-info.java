/** What all libraries of a kind have in common: names, attributes, status and metrics by the semantic conventions. */
@NullMarked
package io.perfagent.instrument.family;

import org.jspecify.annotations.NullMarked;
