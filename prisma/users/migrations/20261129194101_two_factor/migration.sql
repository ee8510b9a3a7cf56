-- The second factor of sign-ins (docs/decisions/091-two-factor.md).

-- In the row that every sign-in locks: read from another table, it could be older than the lock.
ALTER TABLE "user" ADD COLUMN "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "two_factor" (
    "user_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "backup_codes_left" INTEGER NOT NULL,
    "newest_period" BIGINT NOT NULL DEFAULT 0,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "enabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "two_factor_pkey" PRIMARY KEY ("user_id")
);
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A sign-in whose first factor was right, and whose second one is awaited.
CREATE TABLE "sign_in_challenge" (
    "challenge_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "device_id" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_challenge_pkey" PRIMARY KEY ("challenge_hash")
);
CREATE INDEX "sign_in_challenge_user_id_idx" ON "sign_in_challenge"("user_id");
CREATE INDEX "sign_in_challenge_expires_at_idx" ON "sign_in_challenge"("expires_at");
ALTER TABLE "sign_in_challenge" ADD CONSTRAINT "sign_in_challenge_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TRIGGER two_factor_of_deleted_user BEFORE INSERT OR UPDATE ON "two_factor" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER sign_in_challenge_of_deleted_user BEFORE INSERT OR UPDATE ON "sign_in_challenge" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();

-- A sign-in under way was begun by a credential that is taken or changed, or by another one: none goes on.
CREATE FUNCTION end_challenges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "sign_in_challenge" WHERE "user_id" = OLD."user_id";
    RETURN NULL;
END
$$;
CREATE TRIGGER account_changed AFTER UPDATE OF "password", "account_id", "user_id" OR DELETE ON "account" FOR EACH ROW EXECUTE FUNCTION end_challenges();
CREATE TRIGGER guest_credential_changed AFTER UPDATE OR DELETE ON "guest_credential" FOR EACH ROW EXECUTE FUNCTION end_challenges();
