-- The scores of old periods are deleted: from when on, and when it was done. The row stays, so that no rebuild makes them anew.
ALTER TABLE "leaderboard_period" ADD COLUMN "purge_begun_at" TIMESTAMPTZ(3), ADD COLUMN "purged_at" TIMESTAMPTZ(3);
ALTER TABLE "leaderboard_period" ADD CONSTRAINT "leaderboard_period_purge_check"
    CHECK (("purge_begun_at" IS NULL OR "settled_at" IS NOT NULL) AND ("purged_at" IS NULL OR "purge_begun_at" IS NOT NULL));
