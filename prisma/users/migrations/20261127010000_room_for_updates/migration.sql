-- Rows that change again and again, none of it in an index: where their page has room, no index has to hear of it. A page that is full of
-- rows has none, and that is every page of a table that has grown.
ALTER TABLE "ledger_account" SET (fillfactor = 80);
ALTER TABLE "reservation" SET (fillfactor = 80);
