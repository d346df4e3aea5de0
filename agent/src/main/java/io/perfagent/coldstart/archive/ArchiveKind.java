package io.perfagent.coldstart.archive;

import java.io.File;

/** The two kinds of archive that HotSpot has, by feature release. */
enum ArchiveKind {
    /** A class-data archive made by a child JVM; the JVM itself refuses it when a jar has changed. */
    CLASS_DATA(".jsa"),

    /** An AOT cache (24 and newer); some builds use it although a jar has changed (JDK-8377932). */
    AOT_CACHE(ArchivePlaces.AOT_SUFFIX);

    private static final int FIRST_WITH_AOT_CACHE = 24;

    final String suffix;

    ArchiveKind(String suffix) {
        this.suffix = suffix;
    }

    static ArchiveKind of(int jdkFeature) {
        return jdkFeature >= FIRST_WITH_AOT_CACHE ? AOT_CACHE : CLASS_DATA;
    }

    /**
     * What makes a JVM use it. The log option keeps the console quiet when a JVM refuses an archive of another release. An
     * AOT cache has none: its log tag is unknown to 17, which does not start with an unknown tag.
     */
    String[] options(File archive) {
        return this == CLASS_DATA
                ? new String[] {"-Xlog:cds=off", "-XX:SharedArchiveFile=" + archive.getPath()}
                : new String[] {"-XX:AOTCache=" + archive.getPath()};
    }
}
