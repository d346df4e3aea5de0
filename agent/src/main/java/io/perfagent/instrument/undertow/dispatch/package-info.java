/** What of Undertow's dispatching touches no class of Undertow, because it hangs on a static method. */
@NullMarked
package io.perfagent.instrument.undertow.dispatch;

import org.jspecify.annotations.NullMarked;
