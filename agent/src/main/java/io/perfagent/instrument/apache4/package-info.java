/** Apache HttpClient 4.3 and newer. */
@NullMarked
package io.perfagent.instrument.apache4;

import org.jspecify.annotations.NullMarked;
