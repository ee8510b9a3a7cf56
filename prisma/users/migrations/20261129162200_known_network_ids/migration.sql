-- An export is read by a key, which its cursor shows: the hash of a network, of which there are few, is none to show.
ALTER TABLE "known_network" ADD COLUMN "id" UUID NOT NULL DEFAULT gen_random_uuid();
