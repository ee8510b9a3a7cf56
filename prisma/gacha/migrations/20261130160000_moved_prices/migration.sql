-- Released, since the price of the order had moved on to this while it was under way (docs/decisions/147-what-surrounds-a-draw.md).
ALTER TABLE "pull"
    ADD COLUMN "moved_cost" BIGINT,
    ADD CONSTRAINT "pull_moved_cost_check" CHECK (
        "moved_cost" IS NULL OR ("moved_cost" >= 0 AND NOT "sold_out" AND "status" IN ('RELEASING', 'RELEASED'))
    ) NOT VALID;
