/** A Redis server of a few commands inside the process, so that a sample or a benchmark needs no other one. */
@NullMarked
package io.perfagent.sample.lean.resp;

import org.jspecify.annotations.NullMarked;
