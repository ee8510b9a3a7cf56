-- The part of the balance that alone pays the price of an order; null where both parts do, as before
-- (docs/decisions/149-paid-and-free-currency.md). Prices in "other_prices" may have a `kind` likewise.
CREATE TYPE "currency_kind" AS ENUM ('FREE', 'PAID');
ALTER TABLE "pull" ADD COLUMN "price_kind" "currency_kind";
