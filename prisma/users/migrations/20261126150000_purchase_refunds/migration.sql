-- CreateEnum
CREATE TYPE "refund_reason" AS ENUM ('ACCOUNT_BANNED', 'SPEND_LIMIT', 'CHARGED_LATE');

-- AlterTable
ALTER TABLE "purchase" ADD COLUMN "refund_reason" "refund_reason";
ALTER TABLE "test_payment" ADD COLUMN "refunded_at" TIMESTAMPTZ(3);

-- Credited or refunded, never both: the reason is written before the provider is asked, and bars the credit from then on.
ALTER TABLE "purchase" ADD CONSTRAINT "purchase_refund_check" CHECK (
    CASE "status" WHEN 'COMPLETED' THEN "refund_reason" IS NULL WHEN 'REFUNDED' THEN "refund_reason" IS NOT NULL ELSE true END);
ALTER TABLE "test_payment" ADD CONSTRAINT "test_payment_refund_check" CHECK ("refunded_at" IS NULL OR "outcome" = 'CHARGED');

-- The recovery job looks for the few whose refund the provider has not confirmed.
CREATE INDEX "purchase_refund_due_idx" ON "purchase"("created_at") WHERE "refund_reason" IS NOT NULL AND "status" <> 'REFUNDED';
