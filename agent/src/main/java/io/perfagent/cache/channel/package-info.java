/** What a Redis server says of keys that anybody changes, over a connection of our own, and whether it still says it. */
@NullMarked
package io.perfagent.cache.channel;

import org.jspecify.annotations.NullMarked;
