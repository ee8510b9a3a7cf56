-- Guests, mailed tokens, mail to be sent, and sign-in by providers (docs/decisions/060 to 062).

-- The one key to a guest's account; the account stops being a guest's when it goes.
CREATE TABLE "guest_credential" (
    "user_id" UUID NOT NULL,
    "credential_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guest_credential_pkey" PRIMARY KEY ("user_id")
);
CREATE UNIQUE INDEX "guest_credential_credential_hash_key" ON "guest_credential"("credential_hash");
ALTER TABLE "guest_credential" ADD CONSTRAINT "guest_credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The address that a user says to have. Several users may claim one: it is whose that verifies it.
CREATE TABLE "email_claim" (
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_claim_pkey" PRIMARY KEY ("user_id")
);
ALTER TABLE "email_claim" ADD CONSTRAINT "email_claim_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TYPE "account_token_purpose" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD');
CREATE TABLE "account_token" (
    "token_hash" BYTEA NOT NULL,
    "purpose" "account_token_purpose" NOT NULL,
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_token_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "account_token_user_id_idx" ON "account_token"("user_id");
CREATE INDEX "account_token_expires_at_idx" ON "account_token"("expires_at");
ALTER TABLE "account_token" ADD CONSTRAINT "account_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TYPE "mail_kind" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD', 'PASSWORD_CHANGED', 'EMAIL_CHANGED');
-- Without a text or token: both are made when a mail is sent.
CREATE TABLE "mail" (
    "id" UUID NOT NULL,
    "kind" "mail_kind" NOT NULL,
    "address" TEXT NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "mail_due_at_idx" ON "mail"("due_at");
CREATE INDEX "mail_user_id_idx" ON "mail"("user_id");
ALTER TABLE "mail" ADD CONSTRAINT "mail_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An ID token signs in once.
CREATE TABLE "used_id_token" (
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_id_token_pkey" PRIMARY KEY ("token_hash")
);
CREATE INDEX "used_id_token_expires_at_idx" ON "used_id_token"("expires_at");

-- One account for each identity of a provider, and one password for each user.
CREATE UNIQUE INDEX "account_provider_id_account_id_key" ON "account"("provider_id", "account_id");

-- As for all that is personal: a deleted account takes none of it back.
CREATE TRIGGER guest_credential_of_deleted_user BEFORE INSERT OR UPDATE ON "guest_credential" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER email_claim_of_deleted_user BEFORE INSERT OR UPDATE ON "email_claim" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER account_token_of_deleted_user BEFORE INSERT OR UPDATE ON "account_token" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER mail_of_deleted_user BEFORE INSERT OR UPDATE ON "mail" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
