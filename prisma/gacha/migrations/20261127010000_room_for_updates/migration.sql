-- Rows that change again and again, none of it in an index: where their page has room, no index has to hear of it. A page that is full of
-- rows has none, and that is every page of a table that has grown.
ALTER TABLE "inventory_entry" SET (fillfactor = 80);
ALTER TABLE "pity" SET (fillfactor = 80);
ALTER TABLE "fairness_seed" SET (fillfactor = 80);
ALTER TABLE "pull_day" SET (fillfactor = 80);
