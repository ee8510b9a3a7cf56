import { ART_EXPECTED, isArtKey } from '@waystone/kit/art'
import { translationProblems } from '@waystone/kit/locale'
import * as z from 'zod'
import { itemKinds, rarities, type Item } from './rarity.js'

export const ITEM_NAME_LENGTH_MAX = 80
export const ITEM_DESCRIPTION_LENGTH_MAX = 1_000
/** Items of one content file. */
export const ITEMS_SAVED_MAX = 10_000

const translation = z.strictObject({
  locale: z.string(),
  name: z.string().trim().min(1).max(ITEM_NAME_LENGTH_MAX).nullish(),
  description: z.string().trim().min(1).max(ITEM_DESCRIPTION_LENGTH_MAX).nullish(),
})

const itemContent = z.strictObject({
  id: z.uuid(),
  name: z.string().trim().min(1).max(ITEM_NAME_LENGTH_MAX),
  description: z.string().trim().min(1).max(ITEM_DESCRIPTION_LENGTH_MAX),
  rarity: z.enum(rarities),
  kind: z.enum(itemKinds),
  art: z.string().refine(isArtKey, ART_EXPECTED).nullish(),
  locale: z.string().nullish(),
  translations: z.array(translation).nullish(),
})
const content = z.array(itemContent).max(ITEMS_SAVED_MAX)

/** One thing that is wrong with the items, and where: `items[3].art`. */
export interface ItemProblem {
  readonly path: string
  readonly message: string
}

/** Every problem of the items of a content file, and of ids that it has twice. */
export function checkItems(items: readonly Item[]): readonly ItemProblem[] {
  const parsed = content.safeParse(items)
  const ofForm = (parsed.error?.issues ?? []).map(({ path, message }) => ({ path: `items${pathOf(path)}`, message }))
  const seen = new Set<string>()
  const repeated = items.flatMap(({ id }, index) => {
    if (!seen.has(id)) return seen.add(id) && []
    return [{ path: `items[${index}].id`, message: 'must be the only item with this id' }]
  })
  return [...ofForm, ...repeated, ...(parsed.success ? localeProblems(items) : [])]
}

const localeProblems = (items: readonly Item[]): ItemProblem[] =>
  items.flatMap((item, index) =>
    translationProblems(item).map(({ field, message }) => ({ path: `items[${index}].${field}`, message })),
  )

const pathOf = (path: readonly PropertyKey[]): string =>
  path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
