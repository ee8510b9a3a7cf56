-- Rows that change again and again, none of it in an index: where their page has room, no index has to hear of it. A page that is full of
-- rows has none, and that is every page of a table that has grown.
ALTER TABLE "characters" SET (fillfactor = 80);
