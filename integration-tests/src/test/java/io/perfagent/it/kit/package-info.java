/**
 * What every library of a family must do under the agent, one kit per family: a library's integration test extends its
 * family's kit and says where the fixture runs it.
 */
@NullMarked
package io.perfagent.it.kit;

import org.jspecify.annotations.NullMarked;
