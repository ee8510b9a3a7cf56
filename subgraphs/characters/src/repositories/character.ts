import type { Queryable, Statement } from '@waystone/kit/postgres'
import type { Character, CharacterClass } from '../domain/character.js'
import { nameKey } from '../domain/name.js'
import type { PrismaClient } from '../generated/prisma/client.js'

export type Prisma = PrismaClient

/** @param db the primary where the results are cached */
export async function findCharacters(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Character>> {
  const { rows } = await db.query<CharacterRow>({
    name: 'characters-by-ids',
    text: `SELECT ${COLUMNS} FROM characters WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, characterOf(row)]))
}

/**
 * Oldest first, those marked for deletion included; a user without characters gets an empty list.
 * @param db the primary where the results are cached
 */
export async function findCharactersOfUsers(
  db: Queryable,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Character[]>> {
  const { rows } = await db.query<CharacterRow>({
    name: 'characters-by-user-ids',
    text: `SELECT ${COLUMNS} FROM characters WHERE user_id = ANY($1::uuid[]) ORDER BY user_id, created_at, id`,
    values: [userIds],
  })
  const found = new Map(userIds.map((userId): [string, Character[]] => [userId, []]))
  for (const row of rows) found.get(row.user_id)?.push(characterOf(row))
  return found
}

/** Oldest first; for writers that hold the user's roster. */
export const listCharacters = async (tx: Queryable, userId: string): Promise<readonly Character[]> =>
  (await findCharactersOfUsers(tx, [userId])).get(userId) ?? []

/** Ids by name key. Those that a replica does not have yet are missing. */
export async function findIdsByNameKeys(
  prisma: Prisma,
  nameKeys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await prisma.character.findMany({
    where: { nameKey: { in: [...nameKeys] } },
    select: { id: true, nameKey: true },
  })
  return new Map(rows.map(row => [row.nameKey, row.id]))
}

/** False, and nothing inserted, when the name is taken, also by a transaction that commits meanwhile. */
export const insertCharacter = async (tx: Queryable, character: Character): Promise<boolean> =>
  (await tx.query(insertStatement(character))).rowCount === 1

/** Updates the mutable columns of a character; its name, class and owner never change. */
export async function updateCharacter(tx: Queryable, character: Character): Promise<void> {
  await tx.query({
    name: 'character-update',
    text: `UPDATE characters SET level = $2, experience = $3, purge_at = $4 WHERE id = $1`,
    values: [character.id, character.level, character.experience, character.purgeAt],
  })
}

/**
 * Locks and deletes up to `limit` characters whose time has come, passing over those that someone else has
 * locked.
 */
export async function deleteGoneCharacters(
  tx: Queryable,
  options: { now: Date; limit: number },
): Promise<readonly Character[]> {
  const { rows } = await tx.query<CharacterRow>(deleteGoneStatement(options))
  return rows.map(characterOf)
}

/** Deletes all of a user, whose roster the caller has locked. */
export async function deleteCharactersOfUser(tx: Queryable, userId: string): Promise<readonly Character[]> {
  const text = `DELETE FROM characters WHERE user_id = $1 RETURNING ${COLUMNS}`
  const { rows } = await tx.query<CharacterRow>({ name: 'characters-delete-of-user', text, values: [userId] })
  return rows.map(characterOf)
}

interface CharacterRow {
  id: string
  user_id: string
  name: string
  class: CharacterClass
  level: number
  /** BIGINT comes as text. */
  experience: string
  hair_style: number
  hair_color: number
  cloth_color: number
  map_id: string
  x: number
  y: number
  created_at: Date
  purge_at: Date | null
  hp: number | null
  lures_used: number
}

const characterOf = (row: CharacterRow): Character => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  class: row.class,
  level: row.level,
  experience: Number(row.experience),
  appearance: { hairStyle: row.hair_style, hairColor: row.hair_color, clothColor: row.cloth_color },
  mapId: row.map_id,
  position: { x: row.x, y: row.y },
  createdAt: row.created_at,
  purgeAt: row.purge_at,
  hp: row.hp,
  luresUsed: row.lures_used,
})

const COLUMNS =
  'id, user_id, name, class, level, experience, hair_style, hair_color, cloth_color, map_id, x, y, created_at, purge_at, hp, lures_used'

const insertStatement = (character: Character): Statement => ({
  name: 'character-insert',
  text: `INSERT INTO characters (${COLUMNS}, name_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         ON CONFLICT (name_key) DO NOTHING`,
  values: [
    character.id,
    character.userId,
    character.name,
    character.class,
    character.level,
    character.experience,
    character.appearance.hairStyle,
    character.appearance.hairColor,
    character.appearance.clothColor,
    character.mapId,
    character.position.x,
    character.position.y,
    character.createdAt,
    character.purgeAt,
    character.hp,
    character.luresUsed,
    nameKey(character.name),
  ],
})

/** The rosters are locked as every writer does, so a purge never waits for a writer, nor crosses one. */
const deleteGoneStatement = (options: { now: Date; limit: number }): Statement => ({
  name: 'characters-delete-gone',
  text: `WITH gone AS (
           SELECT character.id FROM characters AS character JOIN rosters AS roster USING (user_id)
           WHERE character.purge_at <= $1 AND character.world_epoch IS NULL
           ORDER BY character.purge_at, character.id LIMIT $2
           FOR UPDATE SKIP LOCKED)
         DELETE FROM characters USING gone WHERE characters.id = gone.id
         RETURNING ${COLUMNS.split(', ')
           .map(column => `characters.${column}`)
           .join(', ')}`,
  values: [options.now, options.limit],
})

/** The characters of a user that are in the world. */
export async function findCharactersInWorld(db: Queryable, userId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'characters-in-world',
    text: 'SELECT id FROM characters WHERE user_id = $1 AND world_epoch IS NOT NULL',
    values: [userId],
  })
  return rows.map(row => row.id)
}
