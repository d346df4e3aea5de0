/** PostgreSQL's own driver: reads answered from memory below its API, and every way it has to write. */
@NullMarked
package io.perfagent.instrument.pgjdbc;

import org.jspecify.annotations.NullMarked;
