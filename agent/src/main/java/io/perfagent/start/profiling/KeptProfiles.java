package io.perfagent.start.profiling;

import io.perfagent.export.Severity;
import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileOccasions;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.ProfileResult;
import io.perfagent.profile.SampleEngine;
import io.perfagent.start.host.Host;
import io.perfagent.weave.cache.AtomicFile;
import io.perfagent.weave.cache.CacheTrust;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory of profiles that nobody has asked for (0700, its files 0600): for each a page, and the stacks of each event
 * in collapsed form. Bounded by their number; shared by the processes of a data directory.
 */
final class KeptProfiles {
    private final Host host;
    private final File directory;
    private final int most;

    KeptProfiles(Host host, File directory, int most) {
        this.host = host;
        this.directory = directory;
        this.most = most;
    }

    File directory() {
        return directory;
    }

    @Nullable
    String objection() {
        return CacheTrust.objectionToPlace(directory);
    }

    void make() throws IOException {
        AtomicFile.directories(directory.toPath());
    }

    ProfileRun.Output output(ProfileOccasions.Occasion occasion) {
        return new Kept(occasion);
    }

    private final class Kept implements ProfileRun.Output {
        private final ProfileOccasions.Occasion occasion;

        Kept(ProfileOccasions.Occasion occasion) {
            this.occasion = occasion;
        }

        @Override
        public String write(ProfileResult result, SampleEngine engine) throws IOException {
            String stem = stem(result, occasion.name());
            for (ProfileEvent event : result.request().events()) {
                ProfileRequest one = ProfileRequest.of(
                                List.of(event), result.request().seconds(), ProfileFormat.COLLAPSED)
                        .withOperations();
                ProfileResult single = new ProfileResult(
                        one, result.profiles(), result.service(), result.unixNanos(), result.durationNanos(), "");
                AtomicFile.replace(new File(directory, stem + "." + event.key() + ".collapsed"), single.write());
            }
            File page = new File(directory, stem.concat(".html"));
            AtomicFile.replace(page, result.write());
            prune(directory, most);
            host.say(
                    Severity.INFO,
                    "perf_agent.profile.taken",
                    "a profile was taken " + occasion.reason() + ": " + page);
            return page.getName();
        }

        @Override
        public void failed(String reason) {
            host.say(
                    Severity.WARN,
                    "perf_agent.profile.failed",
                    "no profile was taken " + occasion.reason() + ": " + reason);
        }
    }

    /** Begins with the time, so that names sort by age. */
    private static String stem(ProfileResult result, String cause) {
        String time = Instant.ofEpochSecond(result.unixNanos() / 1_000_000_000L).toString();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < time.length(); i++) {
            char c = time.charAt(i);
            if (c != '-' && c != ':') {
                out.append(c);
            }
        }
        out.append('-');
        String service = result.service();
        for (int i = 0; i < Math.min(60, service.length()); i++) {
            char c = service.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            out.append(plain ? c : '_');
        }
        return out.append('-')
                .append(ProcessHandle.current().pid())
                .append('-')
                .append(cause)
                .toString();
    }

    /** Removes the oldest profiles beyond a number; what belongs to one begins alike, up to the first dot. */
    static void prune(File directory, int most) {
        String[] names = directory.list();
        if (names == null) {
            return;
        }
        Arrays.sort(names);
        String last = "";
        int profiles = 0;
        for (int i = names.length - 1; i >= 0; i--) {
            int dot = names[i].indexOf('.');
            if (dot <= 0 || names[i].charAt(0) < '0' || names[i].charAt(0) > '9') {
                continue; // not ours to remove
            }
            String stem = names[i].substring(0, dot);
            if (!stem.equals(last)) {
                last = stem;
                profiles++;
            }
            if (profiles > most) {
                new File(directory, names[i]).delete();
            }
        }
    }
}
