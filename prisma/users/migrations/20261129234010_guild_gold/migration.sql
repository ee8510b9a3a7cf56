-- One table of reservations for all that is paid in two phases. A row's purpose is a prefix of the reasons of its transfers.
ALTER TABLE "reservation"
    ADD COLUMN "purpose" "reservation_purpose" NOT NULL DEFAULT 'PULL',
    ADD COLUMN "guild_id" UUID;
ALTER TABLE "reservation"
    ADD CONSTRAINT "reservation_guild_check" CHECK (("purpose" = 'PULL') = ("guild_id" IS NULL)) NOT VALID;
ALTER TABLE "reservation" VALIDATE CONSTRAINT "reservation_guild_check";

-- Treasuries of guilds: sixteen accounts each, as the house has, so that no row is hot. An account of a treasury alone may be below
-- zero, as a withdrawal leaves the account that stands for the member; the sum of a guild never ends below zero.
ALTER TABLE "ledger_account" ADD COLUMN "guild_id" UUID;
ALTER TABLE "ledger_account" DROP CONSTRAINT "ledger_account_owner_check";
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_owner_check" CHECK (
    ("kind" IN ('WALLET', 'HELD') AND "user_id" IS NOT NULL AND "shard" IS NULL AND "guild_id" IS NULL)
    OR ("kind" = 'TREASURY' AND "user_id" IS NULL AND "shard" BETWEEN 0 AND 15 AND "guild_id" IS NOT NULL AND "currency" = 'GOLD')
    OR ("kind" NOT IN ('WALLET', 'HELD', 'TREASURY') AND "user_id" IS NULL AND "shard" BETWEEN 0 AND 15 AND "guild_id" IS NULL)
) NOT VALID;
ALTER TABLE "ledger_account" VALIDATE CONSTRAINT "ledger_account_owner_check";
CREATE INDEX "ledger_account_guild_id_idx" ON "ledger_account"("guild_id");
