/**
 * The benchmark service: small enough that what an agent adds to it can be measured, complete enough to use every kind
 * of call an agent looks at.
 */
@NullMarked
package io.perfagent.sample.lean;

import org.jspecify.annotations.NullMarked;
