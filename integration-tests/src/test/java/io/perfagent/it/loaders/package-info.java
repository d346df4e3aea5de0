/** Applications whose classes are loaded by frameworks that hide the boot loader's classes. */
@NullMarked
package io.perfagent.it.loaders;

import org.jspecify.annotations.NullMarked;
