-- Orders that count towards the limits of a banner's orders (docs/decisions/147-what-surrounds-a-draw.md).
CREATE TABLE "order_count" (
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    "order_name" TEXT NOT NULL,
    -- The UTC day of a limit per day; 'infinity' for a limit per banner.
    "day" DATE NOT NULL,
    "orders" INTEGER NOT NULL,
    -- The limit at the last order.
    "orders_max" INTEGER NOT NULL,

    CONSTRAINT "order_count_pkey" PRIMARY KEY ("user_id", "banner_id", "order_name", "day")
);

ALTER TABLE "order_count"
    SET (fillfactor = 80),
    ADD CONSTRAINT "order_count_orders_check" CHECK ("orders" >= 0),
    ADD CONSTRAINT "order_count_limit_check" CHECK ("orders" <= "orders_max");

-- Finds the days that are over, as the index of pull_day does.
-- CreateIndex
CREATE INDEX "order_count_day_idx" ON "order_count" USING BRIN ("day");

-- The day of "order_count" that the order is counted in; null for one without a limit.
ALTER TABLE "pull"
    ADD COLUMN "limit_day" DATE,
    ADD CONSTRAINT "pull_limit_day_check" CHECK ("limit_day" IS NULL OR "order_name" IS NOT NULL) NOT VALID;
