-- What the operator console reads and writes (docs/decisions/092-operator-console.md).

-- Users are listed by their sign-up, and found by parts of their names and addresses: by the trigrams of a text, and the beginnings of
-- its lines. Not by pg_trgm, since the role of a subgraph may make no extension.
CREATE FUNCTION search_grams(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
    SELECT coalesce(array_agg(DISTINCT substr($1, place, size)), '{}')
    FROM generate_series(1, length($1) - 1) place, generate_series(2, 3) size
    WHERE place + size - 1 <= length($1) AND (size = 3 OR substr($1, place, 1) = E'\n')
$$;
-- Each name after a line break, which none of them has; a placeholder is no address.
CREATE FUNCTION searched_names(username text, email text, name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT E'\n' || coalesce(username, '') || E'\n' || CASE WHEN email LIKE '%.invalid' THEN '' ELSE email END || E'\n' || lower(name)
$$;
CREATE INDEX "user_created_at_id_idx" ON "user"("created_at", "id");
CREATE INDEX "user_banned_idx" ON "user"("created_at", "id") WHERE "banned";
CREATE INDEX "user_search_idx" ON "user" USING gin (search_grams(searched_names("username", "email", "name")));

-- Transfers of all accounts, and those of an account, by their time.
CREATE INDEX "ledger_transfer_created_at_id_idx" ON "ledger_transfer"("created_at", "id");
CREATE INDEX "ledger_entry_account_id_created_at_transfer_id_idx" ON "ledger_entry"("account_id", "created_at", "transfer_id");

CREATE INDEX "purchase_created_at_id_idx" ON "purchase"("created_at", "id");
CREATE INDEX "purchase_status_created_at_id_idx" ON "purchase"("status", "created_at", "id");

-- Notes of administrators; a trigger keeps them from coming back to a deleted account.
CREATE TABLE "user_note" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_note_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "user_note_user_id_created_at_id_idx" ON "user_note"("user_id", "created_at", "id");
ALTER TABLE "user_note" ADD CONSTRAINT "user_note_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER user_note_of_deleted_user BEFORE INSERT OR UPDATE ON "user_note" FOR EACH ROW EXECUTE FUNCTION refuse_of_deleted_user();

-- Corrections of wallets, once for each key of an administrator. The id is that of the transfer.
CREATE TABLE "wallet_adjustment" (
    "id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "currency" "currency" NOT NULL,
    "amount" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wallet_adjustment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "wallet_adjustment_amount_check" CHECK ("amount" <> 0)
);
CREATE UNIQUE INDEX "wallet_adjustment_admin_id_idempotency_key_key" ON "wallet_adjustment"("admin_id", "idempotency_key");
ALTER TABLE "wallet_adjustment" ADD CONSTRAINT "wallet_adjustment_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Refunds that administrators have asked for: written before the provider is asked, done once it has been followed.
CREATE TABLE "purchase_refund" (
    "purchase_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "recheck_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "purchase_refund_pkey" PRIMARY KEY ("purchase_id")
);
CREATE INDEX "purchase_refund_open_idx" ON "purchase_refund"("recheck_at") WHERE "done_at" IS NULL;
ALTER TABLE "purchase_refund" ADD CONSTRAINT "purchase_refund_purchase_id_fkey" FOREIGN KEY ("purchase_id") REFERENCES "purchase"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
