-- Prices of an order after its first one, of which users takes the first that the wallet can pay; null where there is one price
-- (docs/decisions/147-what-surrounds-a-draw.md).
ALTER TABLE "pull" ADD COLUMN "other_prices" JSONB;
