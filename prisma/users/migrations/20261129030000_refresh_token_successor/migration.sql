-- A repeated refresh is answered with the token that the first one made; see docs/decisions/005-repeated-refresh.md.
ALTER TABLE "refresh_token" ADD COLUMN "successor" BYTEA;
