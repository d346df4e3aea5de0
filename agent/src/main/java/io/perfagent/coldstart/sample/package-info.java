/** What only an analysed start measures: stacks, locks and their holders, classes one by one; pure, for after the start. */
@NullMarked
package io.perfagent.coldstart.sample;

import org.jspecify.annotations.NullMarked;
