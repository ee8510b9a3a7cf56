-- What banners with a model remember of a user (docs/decisions/137-pulls-of-models.md).
CREATE TABLE "banner_memory" (
    "user_id" UUID NOT NULL,
    -- user, group:NAME or banner:ID: all banners with a counter of the scope share the row.
    "scope" TEXT NOT NULL,
    "counters" JSONB NOT NULL,
    "boxes" JSONB NOT NULL,

    CONSTRAINT "banner_memory_pkey" PRIMARY KEY ("user_id", "scope")
);

ALTER TABLE "banner_memory"
    ADD CONSTRAINT "banner_memory_scope_check" CHECK (
        "scope" = 'user' OR "scope" LIKE 'group:%' OR "scope" LIKE 'banner:%'
    ),
    ADD CONSTRAINT "banner_memory_parts_check" CHECK (
        jsonb_typeof("counters") = 'object' AND jsonb_typeof("boxes") = 'object'
    );

-- The order of the definition that was bought, and the memory before and after it; null for a banner with rarities.
ALTER TABLE "pull"
    ADD COLUMN "order_name" TEXT,
    ADD COLUMN "memory_before" JSONB,
    ADD COLUMN "memory_after" JSONB,
    -- Released, since too little was left for it.
    ADD COLUMN "sold_out" BOOLEAN NOT NULL DEFAULT false;

-- "TIER.POOL"; null for a banner with rarities.
ALTER TABLE "pulled_item" ADD COLUMN "outcome" TEXT;

-- NOT VALID: rows from before fulfil the narrower constraints that these replace, and need no reading.
ALTER TABLE "pull"
    DROP CONSTRAINT "pull_count_check",
    ADD CONSTRAINT "pull_count_check" CHECK ("count" BETWEEN 1 AND 100) NOT VALID,
    ADD CONSTRAINT "pull_memory_check" CHECK (
        ("order_name" IS NOT NULL AND "status" IN ('DRAWN', 'SETTLED')) = ("memory_before" IS NOT NULL AND "memory_after" IS NOT NULL)
    ) NOT VALID,
    ADD CONSTRAINT "pull_sold_out_check" CHECK (NOT "sold_out" OR "status" IN ('RELEASING', 'RELEASED')) NOT VALID;

ALTER TABLE "pulled_item"
    DROP CONSTRAINT "pulled_item_index_check",
    ADD CONSTRAINT "pulled_item_index_check" CHECK ("index" BETWEEN 0 AND 99) NOT VALID;
