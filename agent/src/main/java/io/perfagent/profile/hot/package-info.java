/** Where time and memory went in the last minutes: sliding windows over samples and events, lists of the most, a report. */
@NullMarked
package io.perfagent.profile.hot;

import org.jspecify.annotations.NullMarked;
