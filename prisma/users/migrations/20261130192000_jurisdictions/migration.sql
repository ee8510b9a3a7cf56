-- Rules of countries (docs/decisions/150-jurisdictions.md). Processes of the build before insert reservations without a bar, and know
-- neither of the tables.

-- What a player has declared of themselves: nothing of it is verified.
CREATE TABLE "declaration" (
    "user_id" UUID NOT NULL,
    "country" TEXT,
    "country_from" TIMESTAMPTZ(3),
    "former_country" TEXT,
    "next_country" TEXT,
    "next_from" TIMESTAMPTZ(3),
    "birth_date" DATE,

    CONSTRAINT "declaration_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "declaration_country_check" CHECK ("country" ~ '^[A-Z]{2}$' AND "next_country" ~ '^[A-Z]{2}$' AND "former_country" ~ '^[A-Z]{2}$'),
    CONSTRAINT "declaration_next_check" CHECK (("next_country" IS NULL) = ("next_from" IS NULL))
);
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER declaration_of_deleted_user BEFORE INSERT OR UPDATE ON "declaration" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();

CREATE TYPE "consent_giver" AS ENUM ('PARENT', 'PLAYER');

-- Each consent that was given, with the wording that was consented to, also after it was taken back.
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "given_by" "consent_giver" NOT NULL,
    "wording" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "consent_in_force_key" ON "consent"("user_id", "given_by", "wording") WHERE "withdrawn_at" IS NULL;
CREATE INDEX "consent_user_id_given_at_id_idx" ON "consent"("user_id", "given_at", "id");
ALTER TABLE "consent" ADD CONSTRAINT "consent_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER consent_of_deleted_user BEFORE INSERT OR UPDATE ON "consent" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();

-- Why the law refused a paid draw, which its repeats are answered with.
ALTER TABLE "reservation" ADD COLUMN "bar" JSONB;
