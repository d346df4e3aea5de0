/** The database and the Redis that the shop starts for itself, and what it falls back to where it can't. */
@NullMarked
package io.perfagent.sample.shop.server;

import org.jspecify.annotations.NullMarked;
