-- CreateEnum
CREATE TYPE "rarity" AS ENUM ('RARE', 'SUPER_RARE', 'ULTRA_RARE');

-- CreateEnum
CREATE TYPE "item_kind" AS ENUM ('HERO', 'WEAPON', 'CONSUMABLE');

-- CreateEnum
CREATE TYPE "currency" AS ENUM ('GOLD', 'DIAMOND');

-- CreateEnum
CREATE TYPE "pull_status" AS ENUM ('RESERVING', 'REFUSED', 'DRAWN', 'SETTLED', 'RELEASING', 'RELEASED');

-- CreateTable
CREATE TABLE "item" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "rarity" "rarity" NOT NULL,
    "kind" "item_kind" NOT NULL,

    CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "banner" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "banner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "banner_version" (
    "banner_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "banner_version_pkey" PRIMARY KEY ("banner_id","version")
);

-- CreateTable
CREATE TABLE "pull" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    "banner_version" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "status" "pull_status" NOT NULL,
    "currency" "currency" NOT NULL,
    "cost" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "available" BIGINT,
    "recover_after" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fairness_seed_id" UUID,
    "nonce" BIGINT,
    "pity_before" JSONB,

    CONSTRAINT "pull_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pulled_item" (
    "pull_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "item_id" UUID NOT NULL,
    "featured" BOOLEAN NOT NULL,
    "duplicate" BOOLEAN NOT NULL,
    "pulls_since_ultra_rare" INTEGER NOT NULL,

    CONSTRAINT "pulled_item_pkey" PRIMARY KEY ("pull_id","index")
);

-- CreateTable
CREATE TABLE "pity" (
    "user_id" UUID NOT NULL,
    "banner_id" UUID NOT NULL,
    "pulls_since_ultra_rare" INTEGER NOT NULL,
    "pulls_since_super_rare" INTEGER NOT NULL,
    "ultra_rare_guaranteed" BOOLEAN NOT NULL,
    "super_rare_guaranteed" BOOLEAN NOT NULL,

    CONSTRAINT "pity_pkey" PRIMARY KEY ("user_id","banner_id")
);

-- CreateTable
CREATE TABLE "fairness_seed" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "server_seed" BYTEA NOT NULL,
    "server_seed_hash" TEXT NOT NULL,
    "client_seed" TEXT NOT NULL,
    "next_nonce" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revealed_at" TIMESTAMPTZ(3),

    CONSTRAINT "fairness_seed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inventory_entry" (
    "user_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "quantity" BIGINT NOT NULL,
    "first_obtained_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inventory_entry_pkey" PRIMARY KEY ("user_id","item_id")
);

-- CreateTable
CREATE TABLE "pull_day" (
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "scope_id" UUID NOT NULL,
    "pulls" INTEGER NOT NULL,
    "pulls_max" INTEGER,

    CONSTRAINT "pull_day_pkey" PRIMARY KEY ("user_id","day","scope_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL,
    "aggregate_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "stream_id" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "event_id" UUID NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "position" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL,
    "producer" TEXT NOT NULL,
    "aggregate_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "envelope" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "first_failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("position")
);

-- CreateIndex
CREATE INDEX "pull_page_idx" ON "pull"("user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "pull_user_id_idempotency_key_key" ON "pull"("user_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "inventory_entry_page_idx" ON "inventory_entry"("user_id", "first_obtained_at" DESC, "item_id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_id_key" ON "outbox"("event_id");

-- CreateIndex
CREATE INDEX "outbox_stream_id_idx" ON "outbox"("stream_id");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letter_event_id_key" ON "dead_letter"("event_id");

-- CreateIndex
CREATE INDEX "dead_letter_producer_aggregate_id_idx" ON "dead_letter"("producer", "aggregate_id");

-- AddForeignKey
ALTER TABLE "banner_version" ADD CONSTRAINT "banner_version_banner_id_fkey" FOREIGN KEY ("banner_id") REFERENCES "banner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pull" ADD CONSTRAINT "pull_banner_id_banner_version_fkey" FOREIGN KEY ("banner_id", "banner_version") REFERENCES "banner_version"("banner_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pull" ADD CONSTRAINT "pull_fairness_seed_id_fkey" FOREIGN KEY ("fairness_seed_id") REFERENCES "fairness_seed"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pulled_item" ADD CONSTRAINT "pulled_item_pull_id_fkey" FOREIGN KEY ("pull_id") REFERENCES "pull"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pulled_item" ADD CONSTRAINT "pulled_item_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pity" ADD CONSTRAINT "pity_banner_id_fkey" FOREIGN KEY ("banner_id") REFERENCES "banner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_entry" ADD CONSTRAINT "inventory_entry_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

ALTER TABLE "banner" ADD CONSTRAINT "banner_version_check" CHECK ("version" >= 1);

ALTER TABLE "pull"
    ADD CONSTRAINT "pull_count_check" CHECK ("count" IN (1, 10)),
    ADD CONSTRAINT "pull_cost_check" CHECK ("cost" >= 0),
    ADD CONSTRAINT "pull_drawn_check" CHECK (
        ("status" IN ('DRAWN', 'SETTLED')) = ("fairness_seed_id" IS NOT NULL AND "nonce" IS NOT NULL AND "pity_before" IS NOT NULL)
    ),
    ADD CONSTRAINT "pull_refused_check" CHECK (("status" = 'REFUSED') = ("available" IS NOT NULL));

ALTER TABLE "pulled_item" ADD CONSTRAINT "pulled_item_index_check" CHECK ("index" BETWEEN 0 AND 9);

ALTER TABLE "pity" ADD CONSTRAINT "pity_pulls_check" CHECK ("pulls_since_ultra_rare" >= 0 AND "pulls_since_super_rare" >= 0);

ALTER TABLE "fairness_seed"
    ADD CONSTRAINT "fairness_seed_server_seed_check" CHECK (octet_length("server_seed") = 32),
    ADD CONSTRAINT "fairness_seed_next_nonce_check" CHECK ("next_nonce" >= 0);

ALTER TABLE "inventory_entry" ADD CONSTRAINT "inventory_entry_quantity_check" CHECK ("quantity" > 0);

-- The limit is a rule of the row, so that counting and refusing are one statement.
ALTER TABLE "pull_day"
    ADD CONSTRAINT "pull_day_pulls_check" CHECK ("pulls" >= 0),
    ADD CONSTRAINT "pull_day_limit_check" CHECK ("pulls_max" IS NULL OR "pulls" <= "pulls_max");

-- A user draws with one seed at a time.
CREATE UNIQUE INDEX "fairness_seed_active_key" ON "fairness_seed"("user_id") WHERE "revealed_at" IS NULL;

-- One order, one nonce: no randomness is ever used twice.
CREATE UNIQUE INDEX "pull_fairness_seed_id_nonce_key" ON "pull"("fairness_seed_id", "nonce") WHERE "nonce" IS NOT NULL;

-- The recovery worker looks for the few that are unfinished.
CREATE INDEX "pull_unfinished_idx" ON "pull"("recover_after") WHERE "status" IN ('RESERVING', 'RELEASING');

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER banner_version_immutable BEFORE UPDATE OR DELETE ON "banner_version" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_notify AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
