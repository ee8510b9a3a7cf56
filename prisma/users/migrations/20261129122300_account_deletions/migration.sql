-- What is left of a deleted account is its ledger, under an id that names nobody (docs/decisions/063-account-deletion.md).
ALTER TYPE "standing" ADD VALUE 'DELETED';

CREATE TABLE "account_deletion" (
    "user_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_deletion_pkey" PRIMARY KEY ("user_id")
);

ALTER TABLE "account_deletion" ADD CONSTRAINT "account_deletion_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The job looks for the few that wait, and for those that were erased a moment ago.
CREATE INDEX "account_deletion_waiting_idx" ON "account_deletion"("due_at") WHERE "erased_at" IS NULL;
CREATE INDEX "account_deletion_erased_idx" ON "account_deletion"("erased_at") WHERE "erased_at" IS NOT NULL;

-- Nothing personal comes back, whichever statement would bring it: a request that was under way, a library, a later feature.
CREATE FUNCTION refuse_of_deleted_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Waits for an erasure that is under way.
    PERFORM FROM "user" WHERE "id" = NEW."user_id" FOR KEY SHARE;
    IF EXISTS (SELECT FROM "account_deletion" WHERE "user_id" = NEW."user_id" AND "erased_at" IS NOT NULL) THEN
        RAISE EXCEPTION 'The account % is deleted: % takes no row of it', NEW."user_id", TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER session_of_deleted_user BEFORE INSERT OR UPDATE ON "session" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER account_of_deleted_user BEFORE INSERT OR UPDATE ON "account" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER known_network_of_deleted_user BEFORE INSERT OR UPDATE ON "known_network" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER external_account_of_deleted_user BEFORE INSERT OR UPDATE ON "external_account" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();
CREATE TRIGGER profile_of_deleted_user BEFORE UPDATE ON "profile" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();

CREATE FUNCTION refuse_change_of_deleted_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM "account_deletion" WHERE "user_id" = NEW."id" AND "erased_at" IS NOT NULL) THEN
        RAISE EXCEPTION 'The account % is deleted and stays so', NEW."id" USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER user_deleted BEFORE UPDATE ON "user" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_deleted_user();
