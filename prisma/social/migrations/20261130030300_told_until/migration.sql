-- The rate at which a user's requests and invitations are notified to others: when those so far are paid for.
ALTER TABLE "player" ADD COLUMN "told_until" TIMESTAMPTZ(3);
