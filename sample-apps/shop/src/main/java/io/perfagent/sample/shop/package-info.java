/** A small web shop that starts its own servers, sends itself visitors and leaves nothing behind. */
@NullMarked
package io.perfagent.sample.shop;

import org.jspecify.annotations.NullMarked;
