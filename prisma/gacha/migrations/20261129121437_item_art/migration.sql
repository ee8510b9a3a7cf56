-- The key of an item's picture among the client's assets; null is the default, which is made of the id where it is read.
ALTER TABLE "item" ADD COLUMN "art" TEXT CHECK (char_length("art") BETWEEN 1 AND 120);

-- The order of the catalog, page by page.
CREATE INDEX "item_page_idx" ON "item"("rarity" DESC, "name", "id");
