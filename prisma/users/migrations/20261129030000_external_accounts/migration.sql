-- Accounts and sessions of the application that owns sign-up (AUTH_MODE=external), as far as they have been seen here: which user and
-- which session each of them is. Its own tables are only read.
CREATE TABLE "external_account" (
    "external_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "token_session_id" UUID NOT NULL,
    "tokens_valid_from" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "external_account_pkey" PRIMARY KEY ("external_id")
);

CREATE TABLE "external_session" (
    "external_id" TEXT NOT NULL,
    "external_user_id" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "watched_until" TIMESTAMPTZ(3) NOT NULL,
    "entered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "external_session_pkey" PRIMARY KEY ("external_id")
);

CREATE UNIQUE INDEX "external_account_user_id_key" ON "external_account"("user_id");
CREATE UNIQUE INDEX "external_account_token_session_id_key" ON "external_account"("token_session_id");
CREATE UNIQUE INDEX "external_session_session_id_key" ON "external_session"("session_id");
CREATE INDEX "external_session_external_user_id_idx" ON "external_session"("external_user_id");
CREATE INDEX "external_session_watched_until_idx" ON "external_session"("watched_until");
CREATE INDEX "external_session_expires_at_idx" ON "external_session"("expires_at");

ALTER TABLE "external_account" ADD CONSTRAINT "external_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "external_session" ADD CONSTRAINT "external_session_external_user_id_fkey" FOREIGN KEY ("external_user_id") REFERENCES "external_account"("external_id") ON DELETE CASCADE ON UPDATE CASCADE;
