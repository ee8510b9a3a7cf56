-- Beside writers, unlike the migration before it.
ALTER TABLE "reservation" VALIDATE CONSTRAINT "reservation_paid_check";
