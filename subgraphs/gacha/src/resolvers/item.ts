import { artOf } from '@waystone/kit/art'
import { localesOf, readLocale, translate } from '@waystone/kit/locale'
import type { Context } from '../context.js'
import type { Item as ItemEntity } from '../domain/rarity.js'
import type { ItemConnectionResolvers, ItemResolvers } from '../generated/graphql.js'

export const Item: ItemResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.item.load(id),
  name: (item, { locale }) => translate(item, 'name', readLocale(locale)),
  description: (item, { locale }) => translate(item, 'description', readLocale(locale)),
  locales: localesOf,
  art: item => artOf('items', item),
}

export const ItemConnection: ItemConnectionResolvers = {
  totalCount: ({ filter }, _, { loaders }) => loaders.itemCount(filter),
}

/** @throws Error for a missing item: rows that name items hold a foreign key to them. */
export async function itemOf({ loaders }: Context, id: string): Promise<ItemEntity> {
  const item = await loaders.item.load(id)
  if (item === null) throw new Error(`Item ${id} is gone`)
  return item
}
