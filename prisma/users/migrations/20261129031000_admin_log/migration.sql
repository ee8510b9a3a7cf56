-- CreateTable
CREATE TABLE "admin_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "admin_log_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "admin_log"
    ADD CONSTRAINT "admin_log_action_check" CHECK ("action" IN ('ADMIN_GRANTED', 'ADMIN_REVOKED', 'BANNED', 'BAN_LIFTED'));

CREATE FUNCTION refuse_admin_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The admin log is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER admin_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "admin_log"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_admin_log_change();
