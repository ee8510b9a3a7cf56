-- A purchase that was credited, and whose money the buyer has back since. It is not used within this transaction.
ALTER TYPE "refund_reason" ADD VALUE 'TAKEN_BACK';

-- AlterTable
ALTER TABLE "purchase" ADD COLUMN "recheck_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "payment" (
    "purchase_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "reference" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("purchase_id")
);

-- CreateTable
CREATE TABLE "payment_notice" (
    "provider" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "purchase_id" UUID,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_notice_pkey" PRIMARY KEY ("provider", "event_id")
);

-- CreateTable
CREATE TABLE "payment_report" (
    "provider" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "taken_back_share" INTEGER NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_report_pkey" PRIMARY KEY ("provider", "reference")
);

-- CreateTable
CREATE TABLE "purchase_reversal" (
    "purchase_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "currency" "currency" NOT NULL,
    "taken_back_cents" INTEGER NOT NULL,
    "due" BIGINT NOT NULL,
    "recovered" BIGINT NOT NULL,
    "legs" SMALLINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purchase_reversal_pkey" PRIMARY KEY ("purchase_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_provider_reference_key" ON "payment"("provider", "reference");

-- CreateIndex
CREATE INDEX "payment_notice_taken_at_idx" ON "payment_notice"("taken_at");

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_purchase_id_fkey" FOREIGN KEY ("purchase_id") REFERENCES "purchase"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_reversal" ADD CONSTRAINT "purchase_reversal_purchase_id_fkey" FOREIGN KEY ("purchase_id") REFERENCES "purchase"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- No wallet gives more than what the buyer has back.
ALTER TABLE "purchase_reversal"
    ADD CONSTRAINT "purchase_reversal_due_check" CHECK ("due" >= 0 AND "recovered" BETWEEN 0 AND "due"),
    ADD CONSTRAINT "purchase_reversal_legs_check" CHECK ("legs" >= 0 AND "taken_back_cents" >= 0);

-- Those that still owe something are few.
CREATE INDEX "purchase_reversal_owed_idx" ON "purchase_reversal"("user_id", "currency") WHERE "recovered" < "due";
