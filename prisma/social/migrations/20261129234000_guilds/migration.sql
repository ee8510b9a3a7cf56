-- CreateEnum
CREATE TYPE "guild_status" AS ENUM ('FOUNDING', 'ACTIVE', 'REFUSED', 'RELEASING', 'RELEASED', 'DISSOLVED');

-- CreateEnum
CREATE TYPE "guild_role" AS ENUM ('LEADER', 'OFFICER', 'MEMBER');

-- CreateEnum
CREATE TYPE "treasury_movement_kind" AS ENUM ('DEPOSIT', 'WITHDRAWAL', 'SHARE');

-- CreateEnum
CREATE TYPE "treasury_movement_status" AS ENUM ('RESERVING', 'DONE', 'REFUSED', 'RELEASING', 'RELEASED');

-- CreateEnum
CREATE TYPE "guild_log_kind" AS ENUM ('FOUNDED', 'JOINED', 'LEFT', 'KICKED', 'ROLE_CHANGED', 'DEPOSITED', 'WITHDREW', 'SETTINGS_CHANGED');

-- CreateTable
CREATE TABLE "guild" (
    "id" UUID NOT NULL,
    "status" "guild_status" NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "member_count" INTEGER NOT NULL DEFAULT 0,
    "member_limit" INTEGER NOT NULL,
    "founder_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "available" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "recover_after" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guild_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guild_member" (
    "user_id" UUID NOT NULL,
    "guild_id" UUID NOT NULL,
    "role" "guild_role" NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guild_member_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "guild_contribution" (
    "guild_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "deposited" BIGINT NOT NULL DEFAULT 0,
    "withdrawn" BIGINT NOT NULL DEFAULT 0,
    "withdrawn_on" DATE,
    "withdrawn_that_day" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "guild_contribution_pkey" PRIMARY KEY ("guild_id","user_id")
);

-- CreateTable
CREATE TABLE "treasury_movement" (
    "id" UUID NOT NULL,
    "guild_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "treasury_movement_kind" NOT NULL,
    "status" "treasury_movement_status" NOT NULL,
    "amount" BIGINT NOT NULL,
    "available" BIGINT,
    "idempotency_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "recover_after" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "treasury_movement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guild_application" (
    "id" UUID NOT NULL,
    "guild_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "message" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guild_application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "guild_log" (
    "id" BIGSERIAL NOT NULL,
    "guild_id" UUID NOT NULL,
    "kind" "guild_log_kind" NOT NULL,
    "actor_id" UUID NOT NULL,
    "subject_id" UUID,
    "amount" BIGINT,
    "role" "guild_role",
    "movement_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guild_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "guild_founder_id_idempotency_key_key" ON "guild"("founder_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "guild_member_guild_id_role_joined_at_user_id_idx" ON "guild_member"("guild_id", "role", "joined_at", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "treasury_movement_user_id_idempotency_key_key" ON "treasury_movement"("user_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "guild_application_guild_id_user_id_key" ON "guild_application"("guild_id", "user_id");

-- CreateIndex
CREATE INDEX "guild_application_user_id_idx" ON "guild_application"("user_id");

-- CreateIndex
CREATE INDEX "guild_log_guild_id_id_idx" ON "guild_log"("guild_id", "id" DESC);

-- AddForeignKey
ALTER TABLE "guild_member" ADD CONSTRAINT "guild_member_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "guild_application" ADD CONSTRAINT "guild_application_guild_id_fkey" FOREIGN KEY ("guild_id") REFERENCES "guild"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Contributions, movements and the log have no foreign key on the guild: each deposit would lock the
-- guild's row, which all depositors share.

-- A name and a tag are taken from the moment that a guild is being founded under them.
CREATE UNIQUE INDEX "guild_name_key_key" ON "guild"("name_key") WHERE "status" IN ('FOUNDING', 'ACTIVE');
CREATE UNIQUE INDEX "guild_tag_key" ON "guild"("tag") WHERE "status" IN ('FOUNDING', 'ACTIVE');
-- For searching by the beginning of a name, whatever the collation of the database.
CREATE INDEX "guild_name_search_idx" ON "guild"("name_key" text_pattern_ops, "id") WHERE "status" = 'ACTIVE';
CREATE UNIQUE INDEX "guild_member_leader_key" ON "guild_member"("guild_id") WHERE "role" = 'LEADER';
-- The recovery job looks for the few that are under way.
CREATE INDEX "guild_unfinished_idx" ON "guild"("recover_after") WHERE "status" IN ('FOUNDING', 'RELEASING');
CREATE INDEX "treasury_movement_unfinished_idx" ON "treasury_movement"("recover_after") WHERE "status" IN ('RESERVING', 'RELEASING');

ALTER TABLE "guild"
    ADD CONSTRAINT "guild_member_count_check" CHECK ("member_count" BETWEEN 0 AND "member_limit"),
    ADD CONSTRAINT "guild_members_check" CHECK (("status" = 'ACTIVE') = ("member_count" > 0)),
    ADD CONSTRAINT "guild_tag_check" CHECK ("tag" ~ '^[A-Z]{2,5}$');
ALTER TABLE "guild_contribution"
    ADD CONSTRAINT "guild_contribution_check" CHECK ("deposited" >= 0 AND "withdrawn" >= 0 AND "withdrawn_that_day" >= 0);
ALTER TABLE "treasury_movement" ADD CONSTRAINT "treasury_movement_amount_check" CHECK ("amount" > 0);
ALTER TABLE "guild_log" ADD CONSTRAINT "guild_log_amount_check" CHECK (("kind" IN ('DEPOSITED', 'WITHDREW')) = ("amount" IS NOT NULL));

-- Rows that change again and again, none of it in an index.
ALTER TABLE "guild_contribution" SET (fillfactor = 80);

CREATE FUNCTION refuse_guild_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log of a guild is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER guild_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "guild_log"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_guild_log_change();
