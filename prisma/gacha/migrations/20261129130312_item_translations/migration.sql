-- The language that an item's texts are written in (null: en), and their translations.
ALTER TABLE "item" ADD COLUMN "locale" TEXT, ADD COLUMN "translations" JSONB;
