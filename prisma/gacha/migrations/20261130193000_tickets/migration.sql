-- The tickets that an order was paid with (docs/decisions/151-inventories-and-pulls.md). They left the inventory in the statement that recorded the
-- order, so each such row is the reason for a decrease, unless it was RELEASED. Null for an order in a currency.
ALTER TABLE "pull"
    ADD COLUMN "ticket_item_id" UUID,
    ADD COLUMN "ticket_amount" BIGINT;

ALTER TABLE "pull"
    ADD CONSTRAINT "pull_ticket_check" CHECK (
        ("ticket_item_id" IS NULL) = ("ticket_amount" IS NULL)
        AND ("ticket_amount" IS NULL OR ("ticket_amount" > 0 AND "cost" = 0 AND "other_prices" IS NULL AND "order_name" IS NOT NULL))
    ) NOT VALID;
