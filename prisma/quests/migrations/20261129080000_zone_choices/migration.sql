-- A zone that a user chooses counts from the end of the day or week of the choice. Zones chosen before this migration count at once.
ALTER TABLE "player"
    ADD COLUMN "former_of_days" TEXT NOT NULL DEFAULT 'UTC',
    ADD COLUMN "former_of_weeks" TEXT NOT NULL DEFAULT 'UTC',
    ADD COLUMN "zone_chosen_at" TIMESTAMPTZ(3);
UPDATE "player" SET "former_of_days" = "time_zone", "former_of_weeks" = "time_zone" WHERE "time_zone" <> 'UTC';
