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
    "producer" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("event_id","producer")
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

-- CreateTable
CREATE TABLE "refused_call" (
    "id" BIGSERIAL NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,
    "operation" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "caller" TEXT,
    "remote_address" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "times" INTEGER NOT NULL,

    CONSTRAINT "refused_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refused_event" (
    "id" BIGSERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "producer" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "event_id" TEXT,
    "type" TEXT,
    "aggregate_id" TEXT,
    "entry" TEXT NOT NULL,
    "key_id" TEXT,
    "signature" TEXT,
    "digests" TEXT,
    "refused_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refused_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_action" (
    "position" BIGSERIAL NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "user_id" UUID,
    "reason" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "admin_action_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "erased_user" (
    "user_id" UUID NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erased_user_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "outbox_event_id_key" ON "outbox"("event_id");

-- CreateIndex
CREATE INDEX "outbox_stream_id_idx" ON "outbox"("stream_id");

-- CreateIndex
CREATE INDEX "dead_letter_producer_aggregate_id_idx" ON "dead_letter"("producer", "aggregate_id");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letter_event_id_producer_key" ON "dead_letter"("event_id", "producer");

-- CreateIndex
CREATE INDEX "refused_call_refused_at_idx" ON "refused_call"("refused_at");

-- CreateIndex
CREATE UNIQUE INDEX "refused_event_digest_key" ON "refused_event"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "admin_action_id_key" ON "admin_action"("id");

-- CreateIndex
CREATE INDEX "admin_action_at_position_idx" ON "admin_action"("at" DESC, "position" DESC);

-- What Prisma's schema cannot say.

-- Old ones are deleted; nothing is changed.
CREATE FUNCTION refuse_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Refused calls are append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER refused_call_append_only BEFORE UPDATE OR TRUNCATE ON "refused_call"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_record_change();

CREATE FUNCTION refuse_admin_action_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Administrative actions are append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER admin_action_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "admin_action"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_admin_action_change();
