-- Set once the account is deleted (docs/decisions/063-account-deletion.md): the roster takes no character any more.
ALTER TABLE "rosters" ADD COLUMN "erased_at" TIMESTAMPTZ(3);
