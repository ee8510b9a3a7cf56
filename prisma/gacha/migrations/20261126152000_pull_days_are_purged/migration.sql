-- Finds the days that are over: they come in order, so that a few pages of index tell all of the table.
-- CreateIndex
CREATE INDEX "pull_day_day_idx" ON "pull_day" USING BRIN ("day");
