-- CreateTable
CREATE TABLE "channel" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "owner_id" UUID,
    "low_user_id" UUID,
    "high_user_id" UUID,
    "last_number" BIGINT NOT NULL DEFAULT 0,
    "first_number" BIGINT NOT NULL DEFAULT 1,
    "last_message_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "channel_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "from_user_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "original" TEXT,
    "filtered" BOOLEAN NOT NULL DEFAULT false,
    "idempotency_key" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("channel_id","number")
);

-- CreateTable
CREATE TABLE "read_position" (
    "channel_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "up_to" BIGINT NOT NULL,

    CONSTRAINT "read_position_pkey" PRIMARY KEY ("user_id","channel_id")
);

-- CreateTable
CREATE TABLE "message_sender" (
    "user_id" UUID NOT NULL,
    "busy_until" TIMESTAMPTZ(3),
    "muted_until" TIMESTAMPTZ(3),

    CONSTRAINT "message_sender_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "message_report" (
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "by_user_id" UUID NOT NULL,
    "from_user_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "original" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_report_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "channel_owner_id_key" ON "channel"("owner_id");

-- CreateIndex
CREATE INDEX "channel_high_user_id_idx" ON "channel"("high_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_low_user_id_high_user_id_key" ON "channel"("low_user_id", "high_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_from_user_id_idempotency_key_key" ON "message"("from_user_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "message_report_by_user_id_idx" ON "message_report"("by_user_id");

-- CreateIndex
CREATE INDEX "message_report_from_user_id_idx" ON "message_report"("from_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_report_channel_id_number_by_user_id_key" ON "message_report"("channel_id", "number", "by_user_id");

-- Messages go with their channel, which goes with its party or its guild. Reports stay: they keep the words themselves.
-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "read_position" ADD CONSTRAINT "read_position_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What Prisma's schema cannot say.

-- The queue of the moderators, in its order.
CREATE INDEX "message_report_waiting_idx" ON "message_report"("reported_at", "id") WHERE "decided_at" IS NULL;
ALTER TABLE "channel" ADD CONSTRAINT "channel_kind_check" CHECK (
    CASE "kind"
        WHEN 'WORLD' THEN "owner_id" IS NULL AND "low_user_id" IS NULL AND "high_user_id" IS NULL
        WHEN 'DIRECT' THEN "owner_id" IS NULL AND "low_user_id" < "high_user_id"
        ELSE "kind" IN ('GUILD', 'PARTY') AND "owner_id" IS NOT NULL AND "low_user_id" IS NULL AND "high_user_id" IS NULL
    END
);
ALTER TABLE "message" ADD CONSTRAINT "message_deleted_check" CHECK ("deleted_at" IS NULL OR "text" = '');

-- The one channel of everyone.
INSERT INTO "channel" ("id", "kind", "name", "created_at") VALUES ('0191d5a0-7c1e-7000-8000-000000000001', 'WORLD', 'World', '2026-11-29T00:00:00Z');

-- A party has its channel for as long as there is the party, whatever code makes or ends it.
CREATE FUNCTION give_party_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "channel" ("id", "kind", "owner_id", "name", "created_at")
    VALUES (gen_random_uuid(), 'PARTY', NEW."id", 'Party', NEW."created_at");
    RETURN NULL;
END
$$;
CREATE TRIGGER party_channel_given AFTER INSERT ON "party" FOR EACH ROW EXECUTE FUNCTION give_party_channel();

CREATE FUNCTION take_owned_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "channel" WHERE "owner_id" = OLD."id";
    RETURN NULL;
END
$$;
CREATE TRIGGER party_channel_taken AFTER DELETE ON "party" FOR EACH ROW EXECUTE FUNCTION take_owned_channel();
