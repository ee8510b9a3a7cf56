-- What a character keeps of the world when it leaves it.
ALTER TABLE "characters" ADD COLUMN "hp" INTEGER, ADD COLUMN "lures_used" INTEGER NOT NULL DEFAULT 0;

-- Monsters that characters have tamed.
CREATE TABLE "pets" (
    "id" UUID NOT NULL,
    "character_id" UUID NOT NULL,
    "kind_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hunger" INTEGER NOT NULL,
    "intimacy" INTEGER NOT NULL,
    "summoned" BOOLEAN NOT NULL,
    "tamed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pets_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "pets_character_id_fkey" FOREIGN KEY ("character_id") REFERENCES "characters"("id") ON DELETE CASCADE ON UPDATE NO ACTION
);

CREATE INDEX "pets_character_id_tamed_at_id_idx" ON "pets"("character_id", "tamed_at", "id");

-- Which process runs the world. Each write of the world names its epoch, so one that has lost the world writes nothing more.
CREATE TABLE "world_lease" (
    "id" INTEGER NOT NULL,
    "holder" UUID NOT NULL,
    "epoch" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    -- The last tick whose outcome is saved.
    "tick" BIGINT NOT NULL,
    -- The last batch of gains that is saved: a batch whose answer was lost is known by it.
    "batch" BIGINT NOT NULL,

    CONSTRAINT "world_lease_pkey" PRIMARY KEY ("id")
);
