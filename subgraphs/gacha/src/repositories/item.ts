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

/** The item table: seeded, read often, hardly ever changed. */
export interface ItemRepository {
  findByIds(ids: readonly string[]): Promise<ReadonlyMap<string, Item>>
  /** The rarest first, then by name, at most ITEMS_MAX. */
  list(rarity: Rarity | null): Promise<readonly Item[]>
  /** The same page by page, up to `limit + 1`. The cursor is the id of an item. */
  page(filter: ItemFilter, page: Page): Promise<readonly Item[]>
  count(filter: ItemFilter): Promise<number>
  /** Writes items as they are given; those that exist are overwritten. */
  save(items: readonly Item[]): Promise<void>
}

/** @param primary reads of entities ask the primary, because what they find is cached */
export function createItemRepository(needs: { primary: PrismaClient; replica: PrismaClient }): ItemRepository {
  const { primary, replica } = needs
  return {
    findByIds: async ids => {
      const rows = await primary.item.findMany({ where: { id: { in: [...ids] } } })
      return new Map(rows.map(row => [row.id, itemOf(row)]))
    },
    list: async rarity => {
      const rows = await replica.item.findMany({ where: where({ rarity, kind: null }), orderBy, take: ITEMS_MAX })
      return rows.map(itemOf)
    },
    page: async (filter, { limit, after }) => {
      const id = after?.[0]
      const position = id !== undefined && { cursor: { id }, skip: 1 }
      const rows = await replica.item.findMany({ where: where(filter), orderBy, take: limit + 1, ...position })
      return rows.map(itemOf)
    },
    count: filter => replica.item.count({ where: where(filter) }),
    save: async items => {
      await primary.$transaction(
        items.map(({ id, name, description, rarity, kind, art = null, locale = null, translations = null }) => {
          const texts = { name, description, locale, translations: translations ?? Prisma.DbNull }
          const item = { ...texts, rarity, kind, art }
          return primary.item.upsert({ where: { id }, create: { id, ...item }, update: item })
        }),
      )
    },
  }
}

/** Translations were checked when they were saved. */
const itemOf = (row: ItemRow): Item => ({ ...row, translations: row.translations as Item['translations'] })

const where = ({ rarity, kind }: ItemFilter) => ({ ...(rarity !== null && { rarity }), ...(kind !== null && { kind }) })
const orderBy = [{ rarity: 'desc' }, { name: 'asc' }, { id: 'asc' }] as const satisfies object[]
