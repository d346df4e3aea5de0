/** How a change is tried in the running application: which blocks, when it is over, and what it has shown. Pure. */
@NullMarked
package io.perfagent.control.trial;

import org.jspecify.annotations.NullMarked;
