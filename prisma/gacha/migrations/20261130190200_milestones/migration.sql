-- Milestones of banners with a model (docs/decisions/148-points-milestones-and-ends.md).
ALTER TABLE "banner_tally"
    -- Of a milestone that is reached once: at this count.
    ADD COLUMN "claim_at" BIGINT,
    -- Of a milestone that is reached again and again: after so many more each time.
    ADD COLUMN "claim_every" BIGINT,
    ADD CONSTRAINT "banner_tally_every_check" CHECK ("claim_every" > 0),
    -- No claim without a milestone that was reached.
    ADD CONSTRAINT "banner_tally_claims_check" CHECK (
        "kind" <> 'MILESTONE' OR "uses" <= CASE
            WHEN "claim_at" IS NOT NULL THEN ("counted" >= "claim_at")::int
            WHEN "claim_every" IS NOT NULL THEN "counted" / "claim_every"
            ELSE 0 END
    );

-- Items that users chose from a milestone. Only added to.
CREATE TABLE "milestone_claim" (
    -- Follows from the user and the user's idempotency key, which is not kept.
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    "milestone" TEXT NOT NULL,
    "item_id" UUID NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "milestone_claim_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "milestone_claim"
    ADD CONSTRAINT "milestone_claim_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "milestone_claim_user_idx" ON "milestone_claim" ("user_id", "claimed_at", "id");

-- The milestone whose claim the order has taken; null for an order that was bought.
ALTER TABLE "pull"
    ADD COLUMN "milestone" TEXT,
    ADD CONSTRAINT "pull_milestone_check" CHECK ("milestone" IS NULL OR ("order_name" IS NOT NULL AND "cost" = 0)) NOT VALID;
