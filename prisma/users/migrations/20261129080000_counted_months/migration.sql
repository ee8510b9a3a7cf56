-- A purchase keeps the month that it counts for, and a zone that a user chooses counts from the next month on.
ALTER TABLE "profile" ADD COLUMN "former_of_months" TEXT, ADD COLUMN "zone_chosen_at" TIMESTAMPTZ(3);
UPDATE "profile" SET "former_of_months" = "time_zone";
ALTER TABLE "profile" ALTER COLUMN "former_of_months" SET NOT NULL;

ALTER TABLE "purchase" ADD COLUMN "month" TEXT;
UPDATE "purchase" SET "month" = to_char("purchase"."created_at" AT TIME ZONE "profile"."time_zone", 'YYYY-MM')
FROM "profile" WHERE "profile"."user_id" = "purchase"."user_id";
UPDATE "purchase" SET "month" = to_char("created_at" AT TIME ZONE 'UTC', 'YYYY-MM') WHERE "month" IS NULL;
ALTER TABLE "purchase" ALTER COLUMN "month" SET NOT NULL;
ALTER TABLE "purchase" ADD CONSTRAINT "purchase_month_check" CHECK ("month" ~ '^[0-9]{4}-(0[1-9]|1[0-2])$');
