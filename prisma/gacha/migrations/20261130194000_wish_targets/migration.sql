-- The item that the user has chosen on a banner (docs/decisions/152-chosen-items-closings-and-refills.md).
ALTER TABLE "banner_memory"
    ADD COLUMN "target" UUID,
    ADD CONSTRAINT "banner_memory_target_check" CHECK ("target" IS NULL OR "scope" LIKE 'banner:%') NOT VALID;

-- Changes of what a banner remembers, which the user makes between draws. Each takes a nonce of the seed, as a draw does.
CREATE TABLE "memory_change" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    "banner_version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    -- The chosen item.
    "item_id" UUID,
    -- Null once the account is deleted.
    "idempotency_key" TEXT,
    "fairness_seed_id" UUID NOT NULL,
    "nonce" BIGINT NOT NULL,
    "memory_before" JSONB NOT NULL,
    "memory_after" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "memory_change_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "memory_change"
    ADD CONSTRAINT "memory_change_kind_check" CHECK ("kind" IN ('TARGET', 'REFILL')),
    ADD CONSTRAINT "memory_change_item_check" CHECK (("kind" = 'TARGET') = ("item_id" IS NOT NULL)),
    ADD CONSTRAINT "memory_change_nonce_check" CHECK ("nonce" >= 0);

-- CreateIndex
CREATE UNIQUE INDEX "memory_change_user_id_idempotency_key_key" ON "memory_change"("user_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "memory_change_fairness_seed_id_nonce_key" ON "memory_change"("fairness_seed_id", "nonce");

-- CreateIndex
CREATE INDEX "memory_change_page_idx" ON "memory_change"("user_id", "changed_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "memory_change" ADD CONSTRAINT "memory_change_banner_id_banner_version_fkey"
    FOREIGN KEY ("banner_id", "banner_version") REFERENCES "banner_version"("banner_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memory_change" ADD CONSTRAINT "memory_change_fairness_seed_id_fkey"
    FOREIGN KEY ("fairness_seed_id") REFERENCES "fairness_seed"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memory_change" ADD CONSTRAINT "memory_change_item_id_fkey"
    FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Released, since no order could be drawn from the user's memory: no item was chosen, or the banner had closed for the user.
ALTER TABLE "pull"
    ADD COLUMN "undrawable" TEXT,
    ADD CONSTRAINT "pull_undrawable_check" CHECK (
        "undrawable" IS NULL OR ("undrawable" IN ('NO_TARGET', 'CLOSED') AND "status" IN ('RELEASING', 'RELEASED'))
    ) NOT VALID;
