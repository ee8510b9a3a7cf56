-- CreateTable
CREATE TABLE "catalog" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "catalog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quest" (
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quest_version" (
    "quest_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quest_version_pkey" PRIMARY KEY ("quest_id","version")
);

-- CreateTable
CREATE TABLE "player" (
    "user_id" UUID NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "sequence" INTEGER NOT NULL,
    "catalog_revision" INTEGER NOT NULL,

    CONSTRAINT "player_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "game_event" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "catalog_revision" INTEGER NOT NULL,
    "caused_by" UUID,

    CONSTRAINT "game_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quest_progress" (
    "user_id" UUID NOT NULL,
    "quest_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "period" TEXT NOT NULL,
    "round_ended" BOOLEAN NOT NULL,
    "counters" JSONB NOT NULL,
    "completions" INTEGER NOT NULL,
    "period_completions" INTEGER NOT NULL,
    "claims" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quest_progress_pkey" PRIMARY KEY ("user_id","quest_id")
);

-- CreateTable
CREATE TABLE "quest_completion" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "quest_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "completed_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),

    CONSTRAINT "quest_completion_pkey" PRIMARY KEY ("id")
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
CREATE UNIQUE INDEX "quest_version_revision_key" ON "quest_version"("revision");

-- CreateIndex
CREATE INDEX "game_event_user_id_type_sequence_idx" ON "game_event"("user_id", "type", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "game_event_user_id_sequence_key" ON "game_event"("user_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "quest_completion_user_id_quest_id_number_key" ON "quest_completion"("user_id", "quest_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "quest_completion_user_id_sequence_key" ON "quest_completion"("user_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_id_key" ON "outbox"("event_id");

-- CreateIndex
CREATE INDEX "outbox_stream_id_idx" ON "outbox"("stream_id");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letter_event_id_key" ON "dead_letter"("event_id");

-- CreateIndex
CREATE INDEX "dead_letter_producer_aggregate_id_idx" ON "dead_letter"("producer", "aggregate_id");

-- AddForeignKey
ALTER TABLE "quest_version" ADD CONSTRAINT "quest_version_quest_id_fkey" FOREIGN KEY ("quest_id") REFERENCES "quest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "game_event" ADD CONSTRAINT "game_event_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "player"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quest_progress" ADD CONSTRAINT "quest_progress_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "player"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quest_progress" ADD CONSTRAINT "quest_progress_quest_id_version_fkey" FOREIGN KEY ("quest_id", "version") REFERENCES "quest_version"("quest_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quest_completion" ADD CONSTRAINT "quest_completion_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "player"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quest_completion" ADD CONSTRAINT "quest_completion_quest_id_version_fkey" FOREIGN KEY ("quest_id", "version") REFERENCES "quest_version"("quest_id", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

ALTER TABLE "catalog"
    ADD CONSTRAINT "catalog_single_check" CHECK ("id" = 1),
    ADD CONSTRAINT "catalog_revision_check" CHECK ("revision" >= 0);
INSERT INTO "catalog" ("id", "revision") VALUES (1, 0);

ALTER TABLE "quest_version" ADD CONSTRAINT "quest_version_version_check" CHECK ("version" >= 1 AND "revision" >= 1);
ALTER TABLE "player" ADD CONSTRAINT "player_sequence_check" CHECK ("sequence" >= 1);
ALTER TABLE "game_event" ADD CONSTRAINT "game_event_sequence_check" CHECK ("sequence" >= 1);
ALTER TABLE "quest_progress"
    ADD CONSTRAINT "quest_progress_completions_check" CHECK ("period_completions" BETWEEN 0 AND "completions"),
    ADD CONSTRAINT "quest_progress_claims_check" CHECK ("claims" BETWEEN 0 AND "completions");
ALTER TABLE "quest_completion" ADD CONSTRAINT "quest_completion_number_check" CHECK ("number" >= 1);

-- The log is append-only, and a published version never changes.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER game_event_append_only BEFORE UPDATE OR DELETE ON "game_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER quest_version_immutable BEFORE UPDATE OR DELETE ON "quest_version" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER outbox_notify AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
