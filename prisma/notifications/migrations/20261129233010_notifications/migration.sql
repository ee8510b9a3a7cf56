-- CreateEnum
CREATE TYPE "notification_kind" AS ENUM ('QUEST_COMPLETED', 'REWARD_RECEIVED', 'FRIEND_REQUEST', 'FRIEND_ACCEPTED', 'GUILD', 'PARTY_INVITATION', 'MATCH_FOUND', 'SEASON_ENDED', 'MAIL', 'ANNOUNCEMENT', 'SECURITY');

-- CreateEnum
CREATE TYPE "push_platform" AS ENUM ('WEB', 'FCM', 'APNS');

-- CreateEnum
CREATE TYPE "delivery_status" AS ENUM ('PENDING', 'SENT', 'FAILED', 'DROPPED');

-- CreateEnum
CREATE TYPE "sending_kind" AS ENUM ('MAIL', 'ANNOUNCEMENT');

-- CreateTable
CREATE TABLE "player" (
    "user_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "language" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT,
    "quiet_from" SMALLINT,
    "quiet_to" SMALLINT,
    "kinds" JSONB NOT NULL DEFAULT '{}',
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "player_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "sending" (
    "id" UUID NOT NULL,
    "kind" "sending_kind" NOT NULL,
    "actor" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "sender" TEXT,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "attachments" JSONB NOT NULL,
    "data" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "user_ids" UUID[],
    "everyone" BOOLEAN NOT NULL,
    "position" UUID,
    "recipients" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sending_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail" (
    "id" UUID NOT NULL,
    "sending_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_claim" (
    "mail_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "rewards" JSONB NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_claim_pkey" PRIMARY KEY ("mail_id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" "notification_kind" NOT NULL,
    "data" JSONB NOT NULL,
    "sending_id" UUID,
    "source_id" UUID NOT NULL,
    "in_game" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "push_token" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "platform" "push_platform" NOT NULL,
    "token" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "device" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "push_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "notification_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "platform" "push_platform" NOT NULL,
    "device" TEXT NOT NULL,
    "status" "delivery_status" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sending_actor_idempotency_key_key" ON "sending"("actor", "idempotency_key");

-- CreateIndex
CREATE INDEX "mail_user_id_sent_at_id_idx" ON "mail"("user_id", "sent_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "mail_sending_id_user_id_key" ON "mail"("sending_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "mail_claim_event_id_key" ON "mail_claim"("event_id");

-- CreateIndex
CREATE INDEX "mail_claim_user_id_claimed_at_mail_id_idx" ON "mail_claim"("user_id", "claimed_at", "mail_id");

-- CreateIndex
CREATE INDEX "notification_created_at_idx" ON "notification"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "notification_user_id_sequence_key" ON "notification"("user_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "notification_source_id_user_id_kind_key" ON "notification"("source_id", "user_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "push_token_token_hash_key" ON "push_token"("token_hash");

-- CreateIndex
CREATE INDEX "push_token_user_id_idx" ON "push_token"("user_id");

-- CreateIndex
CREATE INDEX "delivery_created_at_id_idx" ON "delivery"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_user_id_created_at_id_idx" ON "delivery"("user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_token_id_idx" ON "delivery"("token_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_notification_id_token_id_key" ON "delivery"("notification_id", "token_id");

-- AddForeignKey
ALTER TABLE "mail" ADD CONSTRAINT "mail_sending_id_fkey" FOREIGN KEY ("sending_id") REFERENCES "sending"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_sending_id_fkey" FOREIGN KEY ("sending_id") REFERENCES "sending"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notification"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- The bell's number.
CREATE INDEX "notification_unread_idx" ON "notification"("user_id") WHERE "read_at" IS NULL AND "in_game";
-- What is to be pushed next.
CREATE INDEX "delivery_due_idx" ON "delivery"("due_at") WHERE "status" = 'PENDING';
-- What goes on in the background.
CREATE INDEX "sending_open_idx" ON "sending"("created_at") WHERE "finished_at" IS NULL;

-- users and gacha grant what stands here.
CREATE FUNCTION refuse_mail_claim_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Claims of mails are append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER mail_claim_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "mail_claim"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_mail_claim_change();
