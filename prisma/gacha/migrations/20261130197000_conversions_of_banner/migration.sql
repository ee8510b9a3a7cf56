-- Finds whether a banner has begun to end, before a version is published that closes later.
CREATE INDEX "banner_conversion_banner_idx" ON "banner_conversion" ("banner_id");
