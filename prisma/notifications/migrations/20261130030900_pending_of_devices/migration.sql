-- A device's deliveries that wait: each lease looks for them, and most of a device's deliveries have ended.
CREATE INDEX "delivery_pending_token_idx" ON "delivery"("token_id") WHERE "status" = 'PENDING';
