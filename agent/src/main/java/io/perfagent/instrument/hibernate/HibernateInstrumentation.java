package io.perfagent.instrument.hibernate;

import io.perfagent.coldstart.record.Kind;
import io.perfagent.coldstart.record.PieceHook;
import io.perfagent.weave.Instrumentation;
import io.perfagent.weave.Shape;
import io.perfagent.weave.Site;
import io.perfagent.weave.Sites;

/** Hibernate 5 to 7 at the start: its model of the entities, its session factory, and the schema that it makes or checks. */
public final class HibernateInstrumentation implements Instrumentation {
    @Override
    public String name() {
        return "hibernate-start";
    }

    @Override
    public void declare(Sites sites) {
        piece(
                sites.type("org.hibernate.jpa.boot.internal.EntityManagerFactoryBuilderImpl"),
                Kind.PERSISTENCE,
                "EntityManagerFactoryBuilderImpl",
                "build",
                "()*");
        piece(
                sites.type("org.hibernate.boot.model.process.spi.MetadataBuildingProcess"),
                Kind.PERSISTENCE,
                "MetadataBuildingProcess",
                "complete",
                "*");
        piece(
                sites.type("org.hibernate.internal.SessionFactoryImpl"),
                Kind.PERSISTENCE,
                "SessionFactoryImpl",
                "<init>",
                "(Lorg/hibernate/boot/spi/MetadataImplementor;*");
        piece(
                sites.type("org.hibernate.tool.schema.spi.SchemaManagementToolCoordinator"),
                Kind.MIGRATION,
                "SchemaManagementToolCoordinator",
                "process",
                "(Lorg/hibernate/boot/Metadata;*");
    }

    private static void piece(Sites.Declaration type, int kind, String typeName, String method, String descriptor) {
        String name = "Hibernate " + typeName + (method.equals("<init>") ? "" : "." + method);
        type.site(Shape.AROUND, method, descriptor, Site.NONE, Site.NONE, PieceHook.class, PieceHook.named(kind, name));
    }
}
