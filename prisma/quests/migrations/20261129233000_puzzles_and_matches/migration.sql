-- Puzzles: of a day, published by an administrator, or of a duel (docs/decisions/102, 103).
CREATE TABLE "puzzle_secret" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "puzzle_secret_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "puzzle_secret_one_row_check" CHECK ("id" = 1)
);

CREATE TABLE "puzzle" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "solution" JSONB NOT NULL,
    "attempt_limit" INTEGER NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "request" UUID,

    CONSTRAINT "puzzle_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "puzzle_purpose_check" CHECK ("purpose" IN ('DAILY', 'PUBLISHED', 'DUEL')),
    CONSTRAINT "puzzle_kind_check" CHECK ("kind" IN ('SLIDING', 'LIGHTS_OUT', 'SEQUENCE', 'CIPHER')),
    CONSTRAINT "puzzle_times_check" CHECK ("opens_at" < "closes_at"),
    CONSTRAINT "puzzle_attempt_limit_check" CHECK ("attempt_limit" > 0)
);

CREATE TABLE "puzzle_standing" (
    "puzzle_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "attempts" INTEGER NOT NULL,
    "solved_at" TIMESTAMPTZ(3),

    CONSTRAINT "puzzle_standing_pkey" PRIMARY KEY ("puzzle_id","user_id")
);

CREATE TABLE "puzzle_solves" (
    "puzzle_id" UUID NOT NULL,
    "shard" INTEGER NOT NULL,
    "solved" INTEGER NOT NULL,

    CONSTRAINT "puzzle_solves_pkey" PRIMARY KEY ("puzzle_id","shard")
);

CREATE TABLE "puzzle_attempt" (
    "id" UUID NOT NULL,
    "puzzle_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "correct" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "request" UUID NOT NULL,

    CONSTRAINT "puzzle_attempt_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "match" (
    "id" UUID NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "puzzle_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "winner_id" UUID,

    CONSTRAINT "match_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "match_status_check" CHECK ("status" IN ('WAITING', 'RUNNING', 'FINISHED', 'CANCELLED')),
    CONSTRAINT "match_finished_check" CHECK (("finished_at" IS NOT NULL) = ("status" IN ('FINISHED', 'CANCELLED')))
);

CREATE TABLE "match_player" (
    "match_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "side" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "change" BIGINT NOT NULL,
    "is_active" BOOLEAN NOT NULL,
    "rating_before" INTEGER NOT NULL,
    "rating_after" INTEGER,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "match_player_pkey" PRIMARY KEY ("match_id","user_id")
);

CREATE TABLE "match_answer" (
    "id" UUID NOT NULL,
    "match_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "correct" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "request" UUID NOT NULL,

    CONSTRAINT "match_answer_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "match_rating" (
    "user_id" UUID NOT NULL,
    "mu" DOUBLE PRECISION NOT NULL,
    "sigma" DOUBLE PRECISION NOT NULL,
    "rating" INTEGER NOT NULL,
    "matches" INTEGER NOT NULL,

    CONSTRAINT "match_rating_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "match_ticket" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "rating" INTEGER NOT NULL,
    "waiting_since" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "match_ticket_pkey" PRIMARY KEY ("id")
);

-- The feed, newest first.
CREATE INDEX "puzzle_feed_idx" ON "puzzle"("opens_at" DESC, "id" DESC) WHERE "purpose" <> 'DUEL';
CREATE UNIQUE INDEX "puzzle_attempt_puzzle_id_user_id_number_key" ON "puzzle_attempt"("puzzle_id", "user_id", "number");
CREATE INDEX "puzzle_attempt_user_id_id_idx" ON "puzzle_attempt"("user_id", "id");
CREATE UNIQUE INDEX "match_position_key" ON "match"("position");
CREATE UNIQUE INDEX "match_puzzle_id_key" ON "match"("puzzle_id");
-- Matches that the job starts and ends.
CREATE INDEX "match_under_way_idx" ON "match"("ends_at") WHERE "finished_at" IS NULL;
CREATE INDEX "match_player_user_id_position_idx" ON "match_player"("user_id", "position");
CREATE INDEX "match_player_user_id_change_idx" ON "match_player"("user_id", "change");
-- One match a user, whatever is asked at once.
CREATE UNIQUE INDEX "match_player_active_key" ON "match_player"("user_id") WHERE "is_active";
CREATE UNIQUE INDEX "match_answer_match_id_user_id_number_key" ON "match_answer"("match_id", "user_id", "number");
CREATE INDEX "match_answer_user_id_id_idx" ON "match_answer"("user_id", "id");
CREATE UNIQUE INDEX "match_ticket_user_id_key" ON "match_ticket"("user_id");
CREATE INDEX "match_ticket_waiting_since_idx" ON "match_ticket"("waiting_since");

CREATE SEQUENCE match_change;

ALTER TABLE "puzzle_standing" ADD CONSTRAINT "puzzle_standing_puzzle_id_fkey" FOREIGN KEY ("puzzle_id") REFERENCES "puzzle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "puzzle_solves" ADD CONSTRAINT "puzzle_solves_puzzle_id_fkey" FOREIGN KEY ("puzzle_id") REFERENCES "puzzle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "puzzle_attempt" ADD CONSTRAINT "puzzle_attempt_puzzle_id_fkey" FOREIGN KEY ("puzzle_id") REFERENCES "puzzle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "match" ADD CONSTRAINT "match_puzzle_id_fkey" FOREIGN KEY ("puzzle_id") REFERENCES "puzzle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "match_player" ADD CONSTRAINT "match_player_match_id_fkey" FOREIGN KEY ("match_id") REFERENCES "match"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "match_answer" ADD CONSTRAINT "match_answer_match_id_fkey" FOREIGN KEY ("match_id") REFERENCES "match"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER puzzle_attempt_append_only BEFORE UPDATE OR DELETE ON "puzzle_attempt" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER match_answer_append_only BEFORE UPDATE OR DELETE ON "match_answer" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
