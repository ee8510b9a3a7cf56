import type { Item, Rarity } from '../domain/rarity.js'
import type { PrismaClient } from '../generated/prisma/client.js'

/** The item table: seeded, read often, hardly ever changed. */
export interface ItemRepository {
  findByIds(ids: readonly string[]): Promise<ReadonlyMap<string, Item>>
  /** The rarest first, then by name. */
  list(rarity: Rarity | null): Promise<readonly Item[]>
  /** Writes items as they are given; those that exist are overwritten. */
  save(items: readonly Item[]): Promise<void>
}

/** @param primary reads of entities ask the primary, because what they find is cached */
export function createItemRepository(needs: { primary: PrismaClient; replica: PrismaClient }): ItemRepository {
  const { primary, replica } = needs
  return {
    findByIds: async ids => {
      const rows = await primary.item.findMany({ where: { id: { in: [...ids] } } })
      return new Map(rows.map(row => [row.id, row]))
    },
    list: rarity =>
      replica.item.findMany({
        ...(rarity !== null && { where: { rarity } }),
        orderBy: [{ rarity: 'desc' }, { name: 'asc' }],
      }),
    save: async items => {
      await primary.$transaction(
        items.map(({ id, ...item }) => primary.item.upsert({ where: { id }, create: { id, ...item }, update: item })),
      )
    },
  }
}
