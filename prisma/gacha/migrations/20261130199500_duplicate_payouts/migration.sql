-- Currency that a pulled item was granted as a duplicate (docs/decisions/159-currency-for-duplicates.md).
ALTER TABLE "pulled_item"
    ADD COLUMN "payout_currency" "currency",
    ADD COLUMN "payout_amount" BIGINT,
    ADD CONSTRAINT "pulled_item_payout_check" CHECK (
        ("payout_currency" IS NULL) = ("payout_amount" IS NULL) AND ("payout_amount" IS NULL OR ("payout_amount" > 0 AND "copy" > 1))
    ) NOT VALID;

-- The sum of it by pull and currency, which users books by an event.
CREATE TABLE "duplicate_payout" (
    -- The id of the event that pays it as well.
    "id" UUID NOT NULL,
    "pull_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "currency" "currency" NOT NULL,
    "amount" BIGINT NOT NULL,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duplicate_payout_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "duplicate_payout"
    ADD CONSTRAINT "duplicate_payout_amount_check" CHECK ("amount" > 0);

-- CreateIndex
CREATE UNIQUE INDEX "duplicate_payout_pull_id_currency_key" ON "duplicate_payout"("pull_id", "currency");

-- CreateIndex
CREATE INDEX "duplicate_payout_user_idx" ON "duplicate_payout"("user_id", "paid_at", "id");

-- AddForeignKey
ALTER TABLE "duplicate_payout" ADD CONSTRAINT "duplicate_payout_pull_id_fkey"
    FOREIGN KEY ("pull_id") REFERENCES "pull"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
