-- Calls between services that were refused, for operators; see kit/service-client/refused-calls.ts.
CREATE TABLE "refused_call" (
    "id" BIGSERIAL NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,
    "operation" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "caller" TEXT,
    "remote_address" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "times" INTEGER NOT NULL,

    CONSTRAINT "refused_call_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "refused_call_refused_at_idx" ON "refused_call"("refused_at");

CREATE FUNCTION refuse_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Refused calls are append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- Old ones are deleted; nothing is changed.
CREATE TRIGGER refused_call_append_only BEFORE UPDATE OR TRUNCATE ON "refused_call"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_record_change();
