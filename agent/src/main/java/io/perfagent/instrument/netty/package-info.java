/** Netty's HTTP/1.1 servers. */
@NullMarked
package io.perfagent.instrument.netty;

import org.jspecify.annotations.NullMarked;
