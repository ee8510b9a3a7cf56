-- CreateTable
CREATE TABLE "rosters" (
    "user_id" UUID NOT NULL,
    "pending_experience" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "rosters_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "characters" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "level" INTEGER NOT NULL DEFAULT 1,
    "experience" BIGINT NOT NULL DEFAULT 0,
    "hair_style" INTEGER NOT NULL,
    "hair_color" INTEGER NOT NULL,
    "cloth_color" INTEGER NOT NULL,
    "map_id" UUID NOT NULL,
    "x" INTEGER NOT NULL,
    "y" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "purge_at" TIMESTAMPTZ(3),

    CONSTRAINT "characters_pkey" PRIMARY KEY ("id")
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
CREATE UNIQUE INDEX "characters_name_key_key" ON "characters"("name_key");

-- CreateIndex
CREATE INDEX "characters_user_id_created_at_id_idx" ON "characters"("user_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_id_key" ON "outbox"("event_id");

-- CreateIndex
CREATE INDEX "outbox_stream_id_idx" ON "outbox"("stream_id");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letter_event_id_key" ON "dead_letter"("event_id");

-- CreateIndex
CREATE INDEX "dead_letter_producer_aggregate_id_idx" ON "dead_letter"("producer", "aggregate_id");

-- AddForeignKey
ALTER TABLE "characters" ADD CONSTRAINT "characters_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "rosters"("user_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What Prisma's schema cannot say.

ALTER TABLE "rosters" ADD CONSTRAINT "rosters_pending_experience_check" CHECK ("pending_experience" >= 0);

ALTER TABLE "characters"
    ADD CONSTRAINT "characters_class_check" CHECK ("class" IN ('SWORDSMAN', 'MAGE', 'ARCHER', 'ACOLYTE', 'THIEF', 'MERCHANT')),
    ADD CONSTRAINT "characters_level_check" CHECK ("level" BETWEEN 1 AND 99),
    ADD CONSTRAINT "characters_experience_check" CHECK ("experience" >= 0),
    ADD CONSTRAINT "characters_position_check" CHECK ("x" >= 0 AND "y" >= 0);

-- The purge job looks for the few that are marked.
CREATE INDEX "characters_purge_at_idx" ON "characters"("purge_at") WHERE "purge_at" IS NOT NULL;

CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_notify AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
