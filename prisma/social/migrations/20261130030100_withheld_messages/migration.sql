-- A message to a user who had blocked its sender is shown to the sender alone.
ALTER TABLE "message" ADD COLUMN "withheld_from" UUID;
ALTER TABLE "message" ADD CONSTRAINT "message_withheld_check" CHECK ("withheld_from" <> "from_user_id");

-- From whom the newest message is withheld, and when that user was shown one last.
ALTER TABLE "channel" ADD COLUMN "withheld_from" UUID, ADD COLUMN "shown_at" TIMESTAMPTZ(3);
ALTER TABLE "channel" ADD CONSTRAINT "channel_withheld_check" CHECK ("withheld_from" IS NULL OR "kind" = 'DIRECT');
