-- Which copy of its item a pulled item was, and the shards that it was granted as such (docs/decisions/151-inventories-and-pulls.md).
-- Null on a banner with rarities, and in rows of processes of earlier builds.
ALTER TABLE "pulled_item"
    ADD COLUMN "copy" INTEGER,
    ADD COLUMN "shard_item_id" UUID,
    ADD COLUMN "shard_amount" BIGINT;

ALTER TABLE "pulled_item"
    ADD CONSTRAINT "pulled_item_copy_check" CHECK ("copy" > 0) NOT VALID,
    ADD CONSTRAINT "pulled_item_shard_check" CHECK (
        ("shard_item_id" IS NULL) = ("shard_amount" IS NULL) AND ("shard_amount" IS NULL OR ("shard_amount" > 0 AND "copy" > 1))
    ) NOT VALID;
