-- CreateEnum
CREATE TYPE "presence_status" AS ENUM ('ONLINE', 'AWAY', 'OFFLINE');

-- CreateTable
CREATE TABLE "player" (
    "user_id" UUID NOT NULL,
    "friends" INTEGER NOT NULL DEFAULT 0,
    "requests_sent" INTEGER NOT NULL DEFAULT 0,
    "blocks" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "player_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "relationship" (
    "low_id" UUID NOT NULL,
    "high_id" UUID NOT NULL,
    "request_id" UUID,
    "requested_by_low" BOOLEAN,
    "requested_at" TIMESTAMPTZ(3),
    "friends_since" TIMESTAMPTZ(3),
    "low_blocked_at" TIMESTAMPTZ(3),
    "high_blocked_at" TIMESTAMPTZ(3),

    CONSTRAINT "relationship_pkey" PRIMARY KEY ("low_id","high_id")
);

-- CreateTable
CREATE TABLE "presence" (
    "user_id" UUID NOT NULL,
    "status" "presence_status" NOT NULL DEFAULT 'ONLINE',
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "is_connected" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "disconnected_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "presence_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "gateway_lease" (
    "gateway_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_lease_pkey" PRIMARY KEY ("gateway_id")
);

-- CreateTable
CREATE TABLE "live_connection" (
    "gateway_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "live_connection_pkey" PRIMARY KEY ("gateway_id","user_id")
);

-- CreateTable
CREATE TABLE "party" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "leader_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "party_member" (
    "user_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "seat" SMALLINT NOT NULL,
    "character_id" UUID,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "party_member_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "party_invitation" (
    "id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "party_invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "relationship_request_id_key" ON "relationship"("request_id");

-- CreateIndex
CREATE INDEX "relationship_high_id_low_id_idx" ON "relationship"("high_id", "low_id");

-- CreateIndex
CREATE INDEX "live_connection_user_id_idx" ON "live_connection"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "party_number_key" ON "party"("number");

-- CreateIndex
CREATE UNIQUE INDEX "party_member_seat_key" ON "party_member"("party_id", "seat");

-- CreateIndex
CREATE INDEX "party_invitation_to_id_idx" ON "party_invitation"("to_id");

-- CreateIndex
CREATE INDEX "party_invitation_expires_at_idx" ON "party_invitation"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "party_invitation_to_key" ON "party_invitation"("party_id", "to_id");

-- AddForeignKey
ALTER TABLE "live_connection" ADD CONSTRAINT "live_connection_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway_lease"("gateway_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_member" ADD CONSTRAINT "party_member_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_invitation" ADD CONSTRAINT "party_invitation_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

ALTER TABLE "player"
    ADD CONSTRAINT "player_friends_limit" CHECK ("friends" BETWEEN 0 AND 500),
    ADD CONSTRAINT "player_requests_limit" CHECK ("requests_sent" BETWEEN 0 AND 100),
    ADD CONSTRAINT "player_blocks_limit" CHECK ("blocks" BETWEEN 0 AND 500);

ALTER TABLE "relationship"
    ADD CONSTRAINT "relationship_order" CHECK ("low_id" < "high_id"),
    ADD CONSTRAINT "relationship_request" CHECK (("request_id" IS NULL) = ("requested_at" IS NULL) AND ("request_id" IS NULL) = ("requested_by_low" IS NULL)),
    ADD CONSTRAINT "relationship_friends" CHECK ("friends_since" IS NULL OR ("request_id" IS NULL AND "low_blocked_at" IS NULL AND "high_blocked_at" IS NULL)),
    -- The request of a blocked user may wait; that of the user who blocks may not.
    ADD CONSTRAINT "relationship_blocker" CHECK (NOT coalesce("requested_by_low" AND "low_blocked_at" IS NOT NULL OR NOT "requested_by_low" AND "high_blocked_at" IS NOT NULL, false));

ALTER TABLE "party_member" ADD CONSTRAINT "party_member_seat" CHECK ("seat" BETWEEN 1 AND 6);

CREATE INDEX "presence_connected_idx" ON "presence"("user_id") WHERE "is_connected";

-- After a crash of Postgres they are empty, and gateways that are not known report anew.
ALTER TABLE "live_connection" SET UNLOGGED;
ALTER TABLE "gateway_lease" SET UNLOGGED;

-- Of each change of a user's membership: later ones are higher.
CREATE SEQUENCE "party_version" AS BIGINT;
