/** Apache HttpClient 5, classic and asynchronous. */
@NullMarked
package io.perfagent.instrument.apache5;

import org.jspecify.annotations.NullMarked;
