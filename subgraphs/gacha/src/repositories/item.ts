import type { Page } from '@waystone/kit/graphql'
import type { Item, ItemKind, Rarity } from '../domain/rarity.js'
import { Prisma, type Item as ItemRow, type PrismaClient } from '../generated/prisma/client.js'

/** Which items a list is of; null for all of them. */
export interface ItemFilter {
  readonly rarity: Rarity | null
  readonly kind: ItemKind | null
}

/** Items of a list that is no page. */
export const ITEMS_MAX = 1_000

/** @param prisma the primary, because the results are cached */
export async function findItems(prisma: PrismaClient, ids: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  const rows = await prisma.item.findMany({ where: { id: { in: [...ids] } } })
  return new Map(rows.map(row => [row.id, itemOf(row)]))
}

/** The rarest first, then by name, at most ITEMS_MAX. */
export async function findItemsOfRarity(prisma: PrismaClient, rarity: Rarity | null): Promise<readonly Item[]> {
  const rows = await prisma.item.findMany({ where: where({ rarity, kind: null }), orderBy, take: ITEMS_MAX })
  return rows.map(itemOf)
}

/** A page in the same order, up to `limit + 1`. The cursor is the id of an item. */
export async function findItemPage(
  prisma: PrismaClient,
  filter: ItemFilter,
  { limit, after }: Page,
): Promise<readonly Item[]> {
  const id = after?.[0]
  const position = id !== undefined && { cursor: { id }, skip: 1 }
  const rows = await prisma.item.findMany({ where: where(filter), orderBy, take: limit + 1, ...position })
  return rows.map(itemOf)
}

export const countItems = (prisma: PrismaClient, filter: ItemFilter): Promise<number> =>
  prisma.item.count({ where: where(filter) })

/** Writes items as they are given; those that exist are overwritten. */
export async function upsertItems(prisma: PrismaClient, items: readonly Item[]): Promise<void> {
  await prisma.$transaction(
    items.map(({ id, name, description, rarity, kind, art = null, locale = null, translations = null }) => {
      const texts = { name, description, locale, translations: translations ?? Prisma.DbNull }
      const item = { ...texts, rarity, kind, art }
      return prisma.item.upsert({ where: { id }, create: { id, ...item }, update: item })
    }),
  )
}

/** Translations were checked when they were saved. */
const itemOf = (row: ItemRow): Item => ({ ...row, translations: row.translations as Item['translations'] })

const where = ({ rarity, kind }: ItemFilter) => ({ ...(rarity !== null && { rarity }), ...(kind !== null && { kind }) })
const orderBy = [{ rarity: 'desc' }, { name: 'asc' }, { id: 'asc' }] as const satisfies object[]
