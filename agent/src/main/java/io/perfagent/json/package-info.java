/** JSON texts as the agent writes them, but for OTLP/JSON. */
@NullMarked
package io.perfagent.json;

import org.jspecify.annotations.NullMarked;
