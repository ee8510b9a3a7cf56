-- Leaderboards (docs/decisions/100-ranks-by-counted-blocks.md). Scores follow from game_event.
ALTER TABLE "catalog" ADD COLUMN "board_revision" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "leaderboard" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "filled_after" UUID,
    "filled_at" TIMESTAMPTZ(3),

    CONSTRAINT "leaderboard_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "leaderboard_version" (
    "leaderboard_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "idempotency_key" TEXT,

    CONSTRAINT "leaderboard_version_pkey" PRIMARY KEY ("leaderboard_id","version")
);

CREATE TABLE "leaderboard_period" (
    "board" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_version" INTEGER,
    "paid_rank" INTEGER NOT NULL DEFAULT 0,
    "paid_inverse" BIGINT,
    "paid_achieved" TIMESTAMPTZ(3),
    "paid_user" UUID,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "leaderboard_period_pkey" PRIMARY KEY ("board","period")
);

CREATE TABLE "leaderboard_score" (
    "board" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "inverse_score" BIGINT NOT NULL,
    "achieved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leaderboard_score_pkey" PRIMARY KEY ("user_id","board","period")
);

CREATE TABLE "leaderboard_change" (
    "board" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "user_id" UUID NOT NULL,
    "old_inverse" BIGINT,
    "old_achieved" TIMESTAMPTZ(3),
    "new_inverse" BIGINT,
    "new_achieved" TIMESTAMPTZ(3),

    CONSTRAINT "leaderboard_change_pkey" PRIMARY KEY ("board","period","id")
);

CREATE TABLE "leaderboard_block" (
    "board" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "from_inverse" BIGINT NOT NULL,
    "from_achieved" TIMESTAMPTZ(3) NOT NULL,
    "from_user" UUID NOT NULL,
    "entries" INTEGER NOT NULL,

    CONSTRAINT "leaderboard_block_pkey" PRIMARY KEY ("board","period","from_inverse","from_achieved","from_user")
);

CREATE TABLE "leaderboard_late_event" (
    "board" INTEGER NOT NULL,
    "event_id" UUID NOT NULL,
    "event_type" TEXT NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "leaderboard_late_event_pkey" PRIMARY KEY ("board","event_id","event_type")
);

CREATE TABLE "leaderboard_prize" (
    "id" UUID NOT NULL,
    "board" INTEGER NOT NULL,
    "period" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "rewards" JSONB NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leaderboard_prize_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "leaderboard_number_key" ON "leaderboard"("number");
CREATE UNIQUE INDEX "leaderboard_version_revision_key" ON "leaderboard_version"("revision");
CREATE UNIQUE INDEX "leaderboard_version_actor_idempotency_key_key" ON "leaderboard_version"("actor", "idempotency_key");
CREATE INDEX "leaderboard_score_rank_idx" ON "leaderboard_score"("board", "period", "inverse_score", "achieved_at", "user_id");
CREATE INDEX "leaderboard_late_event_user_id_idx" ON "leaderboard_late_event"("user_id");
CREATE UNIQUE INDEX "leaderboard_prize_board_period_rank_key" ON "leaderboard_prize"("board", "period", "rank");
CREATE UNIQUE INDEX "leaderboard_prize_board_period_user_id_key" ON "leaderboard_prize"("board", "period", "user_id");
CREATE INDEX "leaderboard_prize_user_id_idx" ON "leaderboard_prize"("user_id");

ALTER TABLE "leaderboard_version" ADD CONSTRAINT "leaderboard_version_leaderboard_id_fkey" FOREIGN KEY ("leaderboard_id") REFERENCES "leaderboard"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
ALTER TABLE "leaderboard_version" ADD CONSTRAINT "leaderboard_version_version_check" CHECK ("version" >= 1 AND "revision" >= 1);
CREATE TRIGGER leaderboard_version_immutable BEFORE UPDATE OR DELETE ON "leaderboard_version" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Granted prizes are claims on other subgraphs: they stay, under the id of a deleted account too.
CREATE TRIGGER leaderboard_prize_immutable BEFORE UPDATE OR DELETE ON "leaderboard_prize" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Rows of the first live for a fraction of a second, counts of the second change as often: room for updates in place.
ALTER TABLE "leaderboard_change" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, vacuum_truncate = false);
ALTER TABLE "leaderboard_block" SET (fillfactor = 50);
