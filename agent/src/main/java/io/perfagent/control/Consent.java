package io.perfagent.control;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the settings say of adaptations by name, {@code kind:subject}: approved, or not wanted. Immutable. */
public final class Consent {
    private final Set<String> approved = new HashSet<>();
    private final Set<String> rejected = new HashSet<>();

    /** Items as {@link ControlReport} exports them; one that is both is rejected. */
    public Consent(List<String> approvedItems, List<String> rejectedItems) {
        for (String item : approvedItems) {
            approved.add(Texts.ofItem(item));
        }
        for (String item : rejectedItems) {
            rejected.add(Texts.ofItem(item));
        }
    }

    boolean approves(Adaptation adaptation) {
        return approved.contains(adaptation.name()) && !rejects(adaptation);
    }

    boolean rejects(Adaptation adaptation) {
        return rejected.contains(adaptation.name());
    }

    Set<String> approved() {
        return approved;
    }

    Set<String> rejected() {
        return rejected;
    }
}
