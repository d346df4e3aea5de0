package io.perfagent.coldstart;

import io.perfagent.coldstart.sample.BeanUse;
import io.perfagent.coldstart.sample.LoadedGroups;
import io.perfagent.coldstart.sample.LockWait;
import io.perfagent.coldstart.sample.StartSamples;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an analysed start has measured besides. What is null was not measured, for the reason that stands beside it.
 *
 * @param lockWaits as often as they were looked for: every {@code lockIntervalNanos}
 * @param unusedJars of the class path, from which no class was loaded; null where classes are not known
 * @param jarsOnClassPath how many there are, those within a jar too; -1 if unknown
 * @param beans those that were ready, where a container could be asked; null elsewhere
 * @param beforeMainNanos what setting all this up took of the start
 */
public record Measured(
        @Nullable StartSamples samples,
        String noSamples,
        @Nullable List<LockWait> lockWaits,
        String noLockWaits,
        long lockIntervalNanos,
        @Nullable LoadedGroups classes,
        String noClasses,
        @Nullable List<String> unusedJars,
        int jarsOnClassPath,
        @Nullable List<BeanUse> beans,
        String noBeans,
        long beforeMainNanos) {}
