-- The warehouse reads rows by the transaction that wrote them (docs/decisions/120). Rows from before have none, and are read
-- by its first load. A default that is set after the column was added rewrites no row.
ALTER TABLE "ledger_account" ADD COLUMN "xact_id" BIGINT;
ALTER TABLE "ledger_account" ALTER COLUMN "xact_id" SET DEFAULT ((pg_current_xact_id())::text)::bigint;
ALTER TABLE "ledger_transfer" ADD COLUMN "xact_id" BIGINT;
ALTER TABLE "ledger_transfer" ALTER COLUMN "xact_id" SET DEFAULT ((pg_current_xact_id())::text)::bigint;
ALTER TABLE "ledger_entry" ADD COLUMN "xact_id" BIGINT;
ALTER TABLE "ledger_entry" ALTER COLUMN "xact_id" SET DEFAULT ((pg_current_xact_id())::text)::bigint;
ALTER TABLE "purchase" ADD COLUMN "xact_id" BIGINT;
ALTER TABLE "purchase" ALTER COLUMN "xact_id" SET DEFAULT ((pg_current_xact_id())::text)::bigint;

-- A few kilobytes for each gigabyte: transactions that wrote neighbouring rows have neighbouring ids.
CREATE INDEX "ledger_account_xact_id_idx" ON "ledger_account" USING BRIN ("xact_id") WITH (autosummarize = on);
CREATE INDEX "ledger_transfer_xact_id_idx" ON "ledger_transfer" USING BRIN ("xact_id") WITH (autosummarize = on);
CREATE INDEX "ledger_entry_xact_id_idx" ON "ledger_entry" USING BRIN ("xact_id") WITH (autosummarize = on);
CREATE INDEX "purchase_xact_id_idx" ON "purchase" USING BRIN ("xact_id") WITH (autosummarize = on);

-- A purchase changes until it is settled: each change is a version that the warehouse reads.
CREATE FUNCTION note_xact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xact_id := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER purchase_xact_noted BEFORE UPDATE ON "purchase" FOR EACH ROW EXECUTE FUNCTION note_xact();
