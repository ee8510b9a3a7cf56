-- Each seed in use is committed to together with the one after it, so that the next server seed is there before its client seed is; and
-- server seeds are encrypted (docs/decisions/010-fairness-numbers.md).

-- Seeds in the order of their use.
ALTER TABLE "fairness_seed" ADD COLUMN "number" INTEGER;
UPDATE "fairness_seed" s SET "number" = n."number"
FROM (
    SELECT "id", row_number() OVER (PARTITION BY "user_id" ORDER BY coalesce("revealed_at", 'infinity'), "created_at", "id") AS "number"
    FROM "fairness_seed"
) n WHERE n."id" = s."id";
ALTER TABLE "fairness_seed" ALTER COLUMN "number" SET NOT NULL;

-- Old seeds are marked `plain:` until gacha's next start seals them. The column has a new name, since a process of an older version that
-- took a sealed text for a seed would draw from something else than was committed to.
ALTER TABLE "fairness_seed" DROP CONSTRAINT "fairness_seed_server_seed_check";
ALTER TABLE "fairness_seed" RENAME COLUMN "server_seed" TO "sealed_seed";
ALTER TABLE "fairness_seed"
    ALTER COLUMN "sealed_seed" TYPE TEXT USING 'plain:' || encode("sealed_seed", 'base64'),
    ADD COLUMN "next_sealed_seed" TEXT,
    ADD COLUMN "next_server_seed_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "fairness_seed_user_id_number_key" ON "fairness_seed"("user_id", "number");

-- What Prisma's schema cannot say.

ALTER TABLE "fairness_seed"
    ADD CONSTRAINT "fairness_seed_number_check" CHECK ("number" >= 1),
    -- The next seed is there as long as it is to come; its hash stays with the seed during whose use it was shown.
    ADD CONSTRAINT "fairness_seed_next_check" CHECK (
        ("next_sealed_seed" IS NOT NULL) = ("next_server_seed_hash" IS NOT NULL AND "revealed_at" IS NULL)
    ),
    -- 80 characters are 60 bytes: IV, seed and tag. Not yet of old seeds: once those are sealed, gacha validates the constraint.
    ADD CONSTRAINT "fairness_seed_sealed_check" CHECK (
        "sealed_seed" ~ '^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9_-]{80}$'
        AND "next_sealed_seed" ~ '^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9_-]{80}$' IS NOT FALSE
    ) NOT VALID;

-- Which keys are in use, and what is sealed with one of them.
CREATE INDEX "fairness_seed_key_idx" ON "fairness_seed"(split_part("sealed_seed", ':', 1));
CREATE INDEX "fairness_seed_next_key_idx" ON "fairness_seed"(split_part("next_sealed_seed", ':', 1)) WHERE "next_sealed_seed" IS NOT NULL;

CREATE FUNCTION refuse_recommitment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was committed to is never changed: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER fairness_seed_commitment_immutable
    BEFORE UPDATE OF "id", "user_id", "number", "server_seed_hash", "client_seed", "next_server_seed_hash", "revealed_at" ON "fairness_seed"
    FOR EACH ROW WHEN (
        (OLD."id", OLD."user_id", OLD."number", OLD."server_seed_hash", OLD."client_seed")
            IS DISTINCT FROM (NEW."id", NEW."user_id", NEW."number", NEW."server_seed_hash", NEW."client_seed")
        OR OLD."next_server_seed_hash" IS NOT NULL AND OLD."next_server_seed_hash" IS DISTINCT FROM NEW."next_server_seed_hash"
        OR OLD."revealed_at" IS NOT NULL AND OLD."revealed_at" IS DISTINCT FROM NEW."revealed_at"
    ) EXECUTE FUNCTION refuse_recommitment();

CREATE TRIGGER fairness_seed_kept BEFORE DELETE OR TRUNCATE ON "fairness_seed"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_recommitment();
