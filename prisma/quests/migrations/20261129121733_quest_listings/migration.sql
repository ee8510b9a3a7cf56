-- Who published a version, why, and the key by which a repeat of the command is known. Earlier versions say it in admin_action only.
ALTER TABLE "quest_version"
    ADD COLUMN "actor" TEXT,
    ADD COLUMN "reason" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "idempotency_key" TEXT;
CREATE UNIQUE INDEX "quest_version_actor_idempotency_key_key" ON "quest_version"("actor", "idempotency_key");

-- The read model: what queries and pages show of each quest, projected from its versions.
CREATE TABLE "quest_projection" (
    "generation" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "quest_projection_pkey" PRIMARY KEY ("generation")
);

CREATE TABLE "quest_listing" (
    "generation" INTEGER NOT NULL,
    "quest_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "available_from" TIMESTAMPTZ(3),
    "available_until" TIMESTAMPTZ(3),
    "prerequisite_ids" UUID[] NOT NULL,
    "art" TEXT,
    "locale" TEXT NOT NULL,
    "texts" JSONB NOT NULL,
    "rules" JSONB NOT NULL,

    CONSTRAINT "quest_listing_pkey" PRIMARY KEY ("generation","quest_id")
);

CREATE INDEX "quest_listing_generation_revision_idx" ON "quest_listing"("generation", "revision");

ALTER TABLE "quest_listing" ADD CONSTRAINT "quest_listing_generation_fkey" FOREIGN KEY ("generation") REFERENCES "quest_projection"("generation") ON DELETE CASCADE ON UPDATE CASCADE;

-- The generation that is read. It is empty: the first process that starts projects what has been published.
INSERT INTO "quest_projection" ("generation", "revision") VALUES (1, 0);
ALTER TABLE "catalog" ADD COLUMN "generation" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "catalog" ADD CONSTRAINT "catalog_generation_fkey" FOREIGN KEY ("generation") REFERENCES "quest_projection"("generation") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
CREATE SEQUENCE "quest_generation" AS INTEGER START 2;
ALTER TABLE "quest_projection" ADD CONSTRAINT "quest_projection_revision_check" CHECK ("generation" >= 1 AND "revision" >= 0);
ALTER TABLE "quest_listing" ADD CONSTRAINT "quest_listing_position_check" CHECK ("position" >= 1 AND "position" <= "revision" AND "version" >= 1);
