/** What must never reach the application, whatever it, its clients or the collector do. */
@NullMarked
package io.perfagent.it.harm;

import org.jspecify.annotations.NullMarked;
