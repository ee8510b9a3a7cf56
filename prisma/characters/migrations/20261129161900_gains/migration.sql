-- What characters have gained, a row for each, so that nothing is there without a reason: experience, items that were picked up, pets.
CREATE TABLE "gain" (
    "source" TEXT NOT NULL,
    -- Of the event that tells of it, or that it came by.
    "id" UUID NOT NULL,
    "character_id" UUID,
    -- While experience waits for a character of the user.
    "user_id" UUID,
    "experience" BIGINT NOT NULL DEFAULT 0,
    -- The kind of monster that was killed, the item or the pet.
    "subject_id" UUID,
    "map_id" UUID,
    "epoch" BIGINT,
    "drop_number" INTEGER,
    "gained_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gain_pkey" PRIMARY KEY ("source", "id")
);

CREATE INDEX "gain_character_id_idx" ON "gain"("character_id");
CREATE INDEX "gain_user_id_idx" ON "gain"("user_id");

-- What there is already has no other reason.
INSERT INTO "gain" ("source", "id", "character_id", "experience", "gained_at")
    SELECT 'OPENING', "id", "id", "experience", "created_at" FROM "characters" WHERE "experience" > 0;
INSERT INTO "gain" ("source", "id", "user_id", "experience", "gained_at")
    SELECT 'OPENING', "user_id", "user_id", "pending_experience", now() FROM "rosters" WHERE "pending_experience" > 0;
INSERT INTO "gain" ("source", "id", "character_id", "subject_id", "gained_at")
    SELECT 'OPENING', "id", "character_id", "id", "tamed_at" FROM "pets";
