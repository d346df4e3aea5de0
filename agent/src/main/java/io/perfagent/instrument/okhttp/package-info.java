/** OkHttp 3 to 5. */
@NullMarked
package io.perfagent.instrument.okhttp;

import org.jspecify.annotations.NullMarked;
