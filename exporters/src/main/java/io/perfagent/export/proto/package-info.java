/** Protocol Buffers wire format, written by hand into reused buffers. */
@NullMarked
package io.perfagent.export.proto;

import org.jspecify.annotations.NullMarked;
