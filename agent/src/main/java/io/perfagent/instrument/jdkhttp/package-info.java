/** java.net.http.HttpClient. */
@NullMarked
package io.perfagent.instrument.jdkhttp;

import org.jspecify.annotations.NullMarked;
