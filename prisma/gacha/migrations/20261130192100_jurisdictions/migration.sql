-- Rules of countries (docs/decisions/150-jurisdictions.md). Processes of the build before write and read neither column.

-- The order names the odds that its player was shown.
ALTER TABLE "pull" ADD COLUMN "odds_named" BOOLEAN NOT NULL DEFAULT false;
-- Why the law refused the order, which its repeats are answered with; NULL where it did not.
ALTER TABLE "pull" ADD COLUMN "bar" JSONB;
