import type { Queryable, Statement } from '@waystone/kit/postgres'
import type { Pet } from '../domain/pet.js'
import type { PetRecord } from '../world/simulation/outcome.js'

export type OwnedPet = PetRecord & { readonly characterId: string }

export async function findPets(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Pet>> {
  const { rows } = await db.query<PetRow>({
    name: 'pets-by-ids',
    text: `SELECT ${COLUMNS} FROM pets WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, petOf(row)]))
}

/** First tamed first; a character without pets gets an empty list. */
export async function findPetsOf(
  db: Queryable,
  characterIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Pet[]>> {
  const { rows } = await db.query<PetRow>({
    name: 'pets-by-character-ids',
    text: `SELECT ${COLUMNS} FROM pets WHERE character_id = ANY($1::uuid[]) ORDER BY character_id, tamed_at, id`,
    values: [characterIds],
  })
  const found = new Map(characterIds.map((id): [string, Pet[]] => [id, []]))
  for (const row of rows) found.get(row.character_id)?.push(petOf(row))
  return found
}

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

/**
 * Renames a pet of the user's characters, other than those whose grace period is over.
 * @returns null where the user has no such pet
 */
export async function renamePet(
  db: Queryable,
  { id, userId, name, now }: { id: string; userId: string; name: string; now: Date },
): Promise<Pet | null> {
  const { rows } = await db.query<PetRow>(renameStatement({ id, userId, name, now }))
  return rows.map(petOf)[0] ?? null
}

export async function deletePets(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query({ name: 'pets-delete', text: 'DELETE FROM pets WHERE id = ANY($1::uuid[])', values: [ids] })
}

interface PetRow {
  id: string
  character_id: string
  kind_id: string
  name: string
  hunger: number
  intimacy: number
  summoned: boolean
  tamed_at: Date
}

const petOf = (row: PetRow): Pet => ({
  id: row.id,
  characterId: row.character_id,
  kindId: row.kind_id,
  name: row.name,
  hunger: row.hunger,
  intimacy: row.intimacy,
  summoned: row.summoned,
  tamedAt: row.tamed_at,
})

const COLUMNS = 'id, character_id, kind_id, name, hunger, intimacy, summoned, tamed_at'

const renameStatement = (given: { id: string; userId: string; name: string; now: Date }): Statement => ({
  name: 'pet-rename',
  text: `UPDATE pets SET name = $3 FROM characters AS owner
         WHERE pets.id = $1 AND owner.id = pets.character_id AND owner.user_id = $2
           AND (owner.purge_at IS NULL OR owner.purge_at > $4)
         RETURNING ${COLUMNS.split(', ')
           .map(column => `pets.${column}`)
           .join(', ')}`,
  values: [given.id, given.userId, given.name, given.now],
})
