/** What may change the application: control as this process has it, and each kind of adaptation bound to what it acts on. */
@NullMarked
package io.perfagent.start.adapting;

import org.jspecify.annotations.NullMarked;
