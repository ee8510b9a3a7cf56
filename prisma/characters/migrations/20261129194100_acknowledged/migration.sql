-- The number of the last command that the world has applied or refused, so that the next process of its map can say it.
ALTER TABLE "characters" ADD COLUMN "acknowledged" INTEGER;

-- The same of all characters on a map that is handed over, by the id of each.
ALTER TABLE "map_handover" ADD COLUMN "acknowledged" JSONB NOT NULL DEFAULT '{}';
