/** Follows the application's start, judges it by its targets and puts it on record; what only an analysed start adds. */
@NullMarked
package io.perfagent.start.watch;

import org.jspecify.annotations.NullMarked;
