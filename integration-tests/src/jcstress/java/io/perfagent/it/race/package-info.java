/** What threads may and may not see of each other where a lost race would lose a place, a wake-up or a write; by jcstress. */
package io.perfagent.it.race;
