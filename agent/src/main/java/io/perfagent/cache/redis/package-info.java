/** What commands of Redis read and write, and what a connection to it is doing: pure. */
@NullMarked
package io.perfagent.cache.redis;

import org.jspecify.annotations.NullMarked;
