/** java.net.HttpURLConnection. */
@NullMarked
package io.perfagent.instrument.urlconnection;

import org.jspecify.annotations.NullMarked;
