import type { Queryable } from '@waystone/kit/postgres'
import type { PetRecord } from '../world/simulation/outcome.js'

export type OwnedPet = PetRecord & { readonly characterId: string }

/** A tamed pet is named when it is new, and keeps its name. */
export async function savePets(
  tx: Queryable,
  pets: readonly (OwnedPet & { readonly name: string })[],
  now: Date,
): Promise<void> {
  if (pets.length === 0) return
  await tx.query({
    name: 'pets-save',
    text: `INSERT INTO pets (id, character_id, kind_id, name, hunger, intimacy, summoned, tamed_at)
           SELECT pet.*, $8::timestamptz
           FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::int[], $7::bool[]) AS pet
           ON CONFLICT (id) DO UPDATE
             SET hunger = excluded.hunger, intimacy = excluded.intimacy, summoned = excluded.summoned`,
    values: [
      pets.map(({ petId }) => petId),
      pets.map(({ characterId }) => characterId),
      pets.map(({ kindId }) => kindId),
      pets.map(({ name }) => name),
      pets.map(({ hunger }) => hunger),
      pets.map(({ intimacy }) => intimacy),
      pets.map(({ summoned }) => summoned),
      now,
    ],
  })
}

export async function deletePets(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query({ name: 'pets-delete', text: 'DELETE FROM pets WHERE id = ANY($1::uuid[])', values: [ids] })
}
