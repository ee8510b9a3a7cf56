-- What each map's simulation was given, tick by tick, and the hash of the state after it. Kept for an hour.
CREATE TABLE "world_log" (
    "map_id" UUID NOT NULL,
    "epoch" BIGINT NOT NULL,
    "first_tick" BIGINT NOT NULL,
    "last_tick" BIGINT NOT NULL,
    "data" BYTEA NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "world_log_pkey" PRIMARY KEY ("map_id", "epoch", "first_tick")
);

CREATE INDEX "world_log_recorded_at_idx" ON "world_log"("recorded_at");

-- The state of each map once a minute, which a replay begins from.
CREATE TABLE "world_snapshot" (
    "map_id" UUID NOT NULL,
    "epoch" BIGINT NOT NULL,
    "tick" BIGINT NOT NULL,
    -- Of the content and the rules: a replay with others would compute another world.
    "content_version" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "world_snapshot_pkey" PRIMARY KEY ("map_id", "epoch", "tick")
);

CREATE INDEX "world_snapshot_recorded_at_idx" ON "world_snapshot"("recorded_at");

-- Both are compressed already.
ALTER TABLE "world_log" ALTER COLUMN "data" SET STORAGE EXTERNAL;
ALTER TABLE "world_snapshot" ALTER COLUMN "data" SET STORAGE EXTERNAL;
