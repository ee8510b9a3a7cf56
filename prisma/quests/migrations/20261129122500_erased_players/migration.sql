-- Set once the account is deleted (docs/decisions/063-account-deletion.md). Events that are still to come are recorded without what is personal.
ALTER TABLE "player" ADD COLUMN "erased_at" TIMESTAMPTZ(3);
-- A user may be deleted of whom nothing was recorded.
ALTER TABLE "player" DROP CONSTRAINT "player_sequence_check", ADD CONSTRAINT "player_sequence_check" CHECK ("sequence" >= 0);

-- Recorded events stay as they are, but for one thing: the time zones of an erased player become UTC.
CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."data" = jsonb_set(OLD."data", '{timeZone}', '"UTC"', false)
        AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'
        AND EXISTS (SELECT FROM "player" WHERE "user_id" = OLD."user_id" AND "erased_at" IS NOT NULL)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

DROP TRIGGER game_event_append_only ON "game_event";
CREATE TRIGGER game_event_append_only BEFORE DELETE ON "game_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER game_event_unchanged BEFORE UPDATE ON "game_event" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event();
