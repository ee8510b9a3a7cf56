-- The owner of a verified address is told of each provider that is linked or unlinked.
ALTER TYPE "mail_kind" ADD VALUE 'PROVIDER_LINKED';
ALTER TYPE "mail_kind" ADD VALUE 'PROVIDER_UNLINKED';
ALTER TABLE "mail" ADD COLUMN "provider" TEXT;
