-- Users whose accounts are deleted (docs/decisions/063-account-deletion.md). Of their seeds, the text that they had chosen is erased.
CREATE TABLE "erased_user" (
    "user_id" UUID NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erased_user_pkey" PRIMARY KEY ("user_id")
);

-- What was committed to stays as it is, but for one thing: the client seeds of an erased user.
CREATE OR REPLACE FUNCTION refuse_recommitment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW."client_seed" = 'erased' AND to_jsonb(NEW) - 'client_seed' = to_jsonb(OLD) - 'client_seed'
            AND EXISTS (SELECT FROM "erased_user" WHERE "user_id" = OLD."user_id")
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'What was committed to is never changed: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- Seeds that come after it, by a request that was under way, have no text of the user either. The lock makes one wait for the other.
CREATE FUNCTION erase_late_client_seed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('erased user'), hashtext(NEW."user_id"::text));
    IF EXISTS (SELECT FROM "erased_user" WHERE "user_id" = NEW."user_id") THEN
        NEW."client_seed" := 'erased';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER fairness_seed_of_erased_user BEFORE INSERT ON "fairness_seed" FOR EACH ROW EXECUTE FUNCTION erase_late_client_seed();
