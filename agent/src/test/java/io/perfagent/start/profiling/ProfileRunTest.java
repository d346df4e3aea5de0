package io.perfagent.start.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perfagent.profile.OperationProfiles;
import io.perfagent.profile.ProfileEvent;
import io.perfagent.profile.ProfileFormat;
import io.perfagent.profile.ProfileRequest;
import io.perfagent.profile.ProfileResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileRunTest {
    private static final ProfileRequest REQUEST =
            ProfileRequest.of(List.of(ProfileEvent.CPU), 600, ProfileFormat.COLLAPSED);

    @TempDir
    Path directory;

    @Test
    void a_result_does_not_bring_the_folder_of_a_process_that_ends_back() throws Exception {
        OperationProfiles profiles = new OperationProfiles(REQUEST.events(), null, null);
        profiles.sample(ProfileEvent.CPU, 0, 0, List.of("a"), 10, 1);
        ProfileResult result = new ProfileResult(REQUEST, profiles, "shop", 0, 1_000_000_000L, "");
        Path folder = Files.createDirectory(directory.resolve("4711"));
        ProfileRun.IntoFolder output = new ProfileRun.IntoFolder(folder.toFile(), "profile-1");
        assertThat(output.write(result, null)).isEqualTo("profile-1.collapsed");

        Files.delete(folder.resolve("profile-1.collapsed"));
        Files.delete(folder);

        assertThatThrownBy(() -> output.write(result, null))
                .hasMessage("the folder of the process is gone, because it ends: " + folder);
        assertThat(folder).doesNotExist();
    }
}
