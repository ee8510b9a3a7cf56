-- What a banner with a model counts of a user beside its memory (docs/decisions/148-points-milestones-and-ends.md).
CREATE TABLE "banner_tally" (
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    -- EXCHANGE: points. MILESTONE: draws that count. COUNTER: the value of a counter that becomes currency.
    "kind" TEXT NOT NULL,
    -- Of the exchange, the milestone or the counter, over all versions of the banner.
    "name" TEXT NOT NULL,
    "counted" BIGINT NOT NULL,
    -- Points that were exchanged.
    "spent" BIGINT NOT NULL DEFAULT 0,
    -- Points that were converted or have lapsed when the banner closed.
    "ended" BIGINT NOT NULL DEFAULT 0,
    -- Exchanges, or claims of a milestone, that were made.
    "uses" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "banner_tally_pkey" PRIMARY KEY ("user_id", "banner_id", "kind", "name")
);

ALTER TABLE "banner_tally"
    ADD CONSTRAINT "banner_tally_kind_check" CHECK ("kind" IN ('EXCHANGE', 'MILESTONE', 'COUNTER')),
    ADD CONSTRAINT "banner_tally_signs_check" CHECK ("counted" >= 0 AND "spent" >= 0 AND "ended" >= 0 AND "uses" >= 0),
    ADD CONSTRAINT "banner_tally_points_check" CHECK ("kind" <> 'EXCHANGE' OR "spent" + "ended" <= "counted"),
    ADD CONSTRAINT "banner_tally_unspent_check" CHECK ("kind" = 'EXCHANGE' OR "spent" = 0),
    ADD CONSTRAINT "banner_tally_unended_check" CHECK ("kind" <> 'MILESTONE' OR "ended" = 0);

-- Finds what is left when a banner has closed.
CREATE INDEX "banner_tally_left_idx" ON "banner_tally" ("banner_id", "kind", "name", "user_id")
    WHERE "kind" <> 'MILESTONE' AND "counted" > "spent" + "ended";

-- Items for points. Only added to.
CREATE TABLE "point_exchange" (
    -- Follows from the user and the user's idempotency key, which is not kept.
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    "banner_version" INTEGER NOT NULL,
    "exchange" TEXT NOT NULL,
    "item_id" UUID NOT NULL,
    "cost" BIGINT NOT NULL,
    "exchanged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "point_exchange_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "point_exchange"
    ADD CONSTRAINT "point_exchange_cost_check" CHECK ("cost" > 0),
    ADD CONSTRAINT "point_exchange_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "point_exchange_version_fkey" FOREIGN KEY ("banner_id", "banner_version")
        REFERENCES "banner_version" ("banner_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE INDEX "point_exchange_user_idx" ON "point_exchange" ("user_id", "exchanged_at", "id");

-- Points and counters that ended with their banner. Only added to.
CREATE TABLE "banner_conversion" (
    -- The id of the event that pays it as well.
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    -- Null where the points have lapsed.
    "currency" "currency",
    "amount" BIGINT,
    "converted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "banner_conversion_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "banner_conversion"
    ADD CONSTRAINT "banner_conversion_kind_check" CHECK ("kind" IN ('EXCHANGE', 'COUNTER')),
    ADD CONSTRAINT "banner_conversion_points_check" CHECK ("points" > 0),
    ADD CONSTRAINT "banner_conversion_amount_check" CHECK (("currency" IS NULL) = ("amount" IS NULL) AND "amount" > 0);

CREATE INDEX "banner_conversion_user_idx" ON "banner_conversion" ("user_id", "converted_at", "id");
