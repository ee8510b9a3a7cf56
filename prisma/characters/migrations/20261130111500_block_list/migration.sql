-- CreateTable
CREATE TABLE "block_list" (
    "user_id" UUID NOT NULL,
    "blocked_ids" UUID[],
    "version" BIGINT NOT NULL,

    CONSTRAINT "block_list_pkey" PRIMARY KEY ("user_id")
);

-- Accounts that were erased before they left their party have come back to this table.
DELETE FROM "party_membership" WHERE "user_id" IN (SELECT "user_id" FROM "rosters" WHERE "erased_at" IS NOT NULL);
