-- Items that came into an inventory otherwise than by a pull: with pulled_item, the reason for every item that is there.
CREATE TABLE "item_receipt" (
    "source" TEXT NOT NULL,
    -- The event of the pick-up, or the completion of the quest.
    "reference" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "quantity" BIGINT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "item_receipt_pkey" PRIMARY KEY ("source", "reference", "item_id")
);

CREATE INDEX "item_receipt_user_id_item_id_idx" ON "item_receipt"("user_id", "item_id");

-- What there is already beyond pulls has no other reason.
INSERT INTO "item_receipt" ("source", "reference", "item_id", "user_id", "quantity", "received_at")
    SELECT 'OPENING', held."user_id", held."item_id", held."user_id", held."quantity" - coalesce(pulled."quantity", 0), held."first_obtained_at"
    FROM "inventory_entry" held
    LEFT JOIN (
        SELECT p."user_id", i."item_id", count(*) AS "quantity"
        FROM "pulled_item" i JOIN "pull" p ON p."id" = i."pull_id" GROUP BY 1, 2
    ) pulled ON pulled."user_id" = held."user_id" AND pulled."item_id" = held."item_id"
    WHERE held."quantity" > coalesce(pulled."quantity", 0);
