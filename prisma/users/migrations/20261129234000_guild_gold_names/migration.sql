-- A new name of an enum can be used only after its transaction: the constraints that use these are the next migration's.
ALTER TYPE "ledger_account_kind" ADD VALUE 'TREASURY';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_FOUNDING';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_FOUNDING_RELEASED';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_FOUNDING_CAPTURED';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_DEPOSIT';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_DEPOSIT_RELEASED';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_DEPOSIT_CAPTURED';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_WITHDRAWAL';
ALTER TYPE "transfer_reason" ADD VALUE 'GUILD_DISSOLUTION';
CREATE TYPE "reservation_purpose" AS ENUM ('PULL', 'GUILD_FOUNDING', 'GUILD_DEPOSIT');
