-- The warehouse reads rows by the transaction that wrote them (docs/decisions/120). Rows from before have none, and are read
-- by its first load. A default that is set after the column was added rewrites no row.
ALTER TABLE "pulled_item" ADD COLUMN "xact_id" BIGINT;
ALTER TABLE "pulled_item" ALTER COLUMN "xact_id" SET DEFAULT ((pg_current_xact_id())::text)::bigint;

-- A few kilobytes for each gigabyte: transactions that wrote neighbouring rows have neighbouring ids.
CREATE INDEX "pulled_item_xact_id_idx" ON "pulled_item" USING BRIN ("xact_id") WITH (autosummarize = on);
