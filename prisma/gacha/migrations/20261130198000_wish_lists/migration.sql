-- The list of wishes that the user has made on a banner (docs/decisions/158-lists-of-wishes.md).
ALTER TABLE "banner_memory"
    ADD COLUMN "wishes" UUID[],
    ADD CONSTRAINT "banner_memory_wishes_check" CHECK (
        "wishes" IS NULL OR ("scope" LIKE 'banner:%' AND cardinality("wishes") > 0)
    ) NOT VALID;

-- The items of a list, of the kind WISHES. The check of item_id allows it: an item is named by the kind TARGET alone.
ALTER TABLE "memory_change"
    ADD COLUMN "item_ids" UUID[],
    DROP CONSTRAINT "memory_change_kind_check",
    ADD CONSTRAINT "memory_change_kind_check" CHECK ("kind" IN ('TARGET', 'WISHES', 'REFILL')) NOT VALID,
    ADD CONSTRAINT "memory_change_item_ids_check" CHECK (("kind" = 'WISHES') = ("item_ids" IS NOT NULL)) NOT VALID;

-- NO_WISHES: released, since the banner draws by a list of the user, and there was none.
ALTER TABLE "pull"
    DROP CONSTRAINT "pull_undrawable_check",
    ADD CONSTRAINT "pull_undrawable_check" CHECK (
        "undrawable" IS NULL
        OR ("undrawable" IN ('NO_TARGET', 'NO_WISHES', 'CLOSED') AND "status" IN ('RELEASING', 'RELEASED'))
    ) NOT VALID;
