-- Each map belongs to one process at a time. Each write of a map names the lease's epoch, so a process that has lost
-- the map writes nothing more.
CREATE TABLE "map_lease" (
    "map_id" UUID NOT NULL,
    -- Null while no process has the map: it was given up.
    "holder" UUID,
    -- Where the holder answers calls; null for a process that nothing can call.
    "url" TEXT,
    "epoch" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    -- The last tick that is known, and when it was noted.
    "tick" BIGINT NOT NULL,
    "ticked_at" TIMESTAMPTZ(3) NOT NULL,
    -- The last batch of gains that is saved: a batch whose answer was lost is known by it.
    "batch" BIGINT NOT NULL,

    CONSTRAINT "map_lease_pkey" PRIMARY KEY ("map_id")
);

-- Processes that can run maps.
CREATE TABLE "world_instance" (
    "id" UUID NOT NULL,
    "url" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "world_instance_pkey" PRIMARY KEY ("id")
);

-- The state in which a process has given a map up, for the process with the next epoch.
CREATE TABLE "map_handover" (
    "map_id" UUID NOT NULL,
    "epoch" BIGINT NOT NULL,
    "content_version" TEXT NOT NULL,
    "state" BYTEA NOT NULL,

    CONSTRAINT "map_handover_pkey" PRIMARY KEY ("map_id")
);

-- Null for a character that is not in the world. Otherwise the epoch under which its map's holder last saved it:
-- any other than the current one is that of a character that the holder is yet to take in.
ALTER TABLE "characters" ADD COLUMN "world_epoch" BIGINT;
CREATE INDEX "characters_map_id_world_epoch_idx" ON "characters"("map_id", "world_epoch");

DROP TABLE "world_lease";
