-- Counts the changes of what a user is shown of friends, requests and blocks: a stream goes on from a number.
ALTER TABLE "player" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0;
