/** JDK Flight Recorder as a source: a stream of its events while the application can afford it. */
@NullMarked
package io.perfagent.profile.jfr;

import org.jspecify.annotations.NullMarked;
