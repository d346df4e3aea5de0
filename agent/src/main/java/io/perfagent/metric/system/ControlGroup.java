package io.perfagent.metric.system;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of the process's control group are, for each controller.
 *
 * <p>In a container the group is the root of what is mounted, so that the path that the kernel tells may not be there;
 * the mounted root stands for it then. Limits of the groups above hold too. Source: cgroups(7),
 * Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/.
 */
final class ControlGroup {
    static final String MOUNT = "/sys/fs/cgroup";

    private static final int MAX_DEPTH = 16;

    /** Of the unified hierarchy (version 2), or null. */
    final File @Nullable [] unified;

    /** Of version 1, or null: the controllers cpu, cpuacct and memory. */
    final File @Nullable [] cpu;

    final File @Nullable [] cpuacct;
    final File @Nullable [] memory;

    private ControlGroup(
            File @Nullable [] unified, File @Nullable [] cpu, File @Nullable [] cpuacct, File @Nullable [] memory) {
        this.unified = unified;
        this.cpu = cpu;
        this.cpuacct = cpuacct;
        this.memory = memory;
    }

    /** Reads {@code /proc/self/cgroup}; what it does not tell is null. */
    static ControlGroup of(KernelFiles files) {
        KernelText text = files.read("/proc/self/cgroup");
        File[] unified = null;
        File[] cpu = null;
        File[] cpuacct = null;
        File[] memory = null;
        File mount = files.file(MOUNT);
        boolean pure = new File(mount, "cgroup.controllers").exists();
        while (text.line()) {
            if (!text.word()) {
                continue;
            }
            boolean zero = text.is("0");
            String controllers = text.word() ? text.text() : "";
            String path = text.word() ? text.text() : "";
            if (controllers.startsWith("/") && path.isEmpty()) {
                path = controllers;
                controllers = "";
            }
            if (zero && controllers.isEmpty() && pure) {
                unified = groups(mount, path);
            } else if (!pure) {
                for (String controller : controllers.split(",")) {
                    File[] groups = groups(mounted(mount, controllers, controller), path);
                    if (controller.equals("cpu")) {
                        cpu = groups;
                    } else if (controller.equals("cpuacct")) {
                        cpuacct = groups;
                    } else if (controller.equals("memory")) {
                        memory = groups;
                    }
                }
            }
        }
        return new ControlGroup(unified, cpu, cpuacct, memory);
    }

    private static File mounted(File mount, String controllers, String controller) {
        File together = new File(mount, controllers);
        return together.isDirectory() ? together : new File(mount, controller);
    }

    /** The group and those above it, up to the root of the mount. */
    private static File[] groups(File mount, String path) {
        File group = path.equals("/") ? mount : new File(mount, path);
        if (path.contains("..") || !group.isDirectory()) {
            return new File[] {mount};
        }
        File[] all = new File[MAX_DEPTH];
        int depth = 0;
        for (File one = group; one != null && depth < MAX_DEPTH; one = one.getParentFile()) {
            all[depth++] = one;
            if (one.equals(mount)) {
                break;
            }
        }
        File[] groups = new File[depth];
        System.arraycopy(all, 0, groups, 0, depth);
        return groups;
    }
}
