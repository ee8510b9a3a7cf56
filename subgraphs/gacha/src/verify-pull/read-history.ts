import * as z from 'zod'
import { hashOf } from '../domain/canonical-json.js'
import { checkModel } from '../domain/banner-model/check-model.js'
import { placedChange } from '../domain/banner-model/verify-change.js'
import { placedOrder, provenOrder, type ProvenOrder } from '../domain/banner-model/verify-order.js'
import { checkBanner } from '../domain/check-banner.js'
import { formOf } from '../domain/definition-form.js'
import type { AnyPlacedPull } from '../domain/pull-history.js'
import { placedPull, provenPull, type ProvenPull } from '../domain/verification.js'

/** The content of a text. */
export type Given =
  | { readonly kind: 'pull'; readonly pull: ProvenPull }
  | { readonly kind: 'order'; readonly order: ProvenOrder }
  | { readonly kind: 'history'; readonly pulls: readonly AnyPlacedPull[] }
  | { readonly kind: 'unusable'; readonly reason: string }

/**
 * Finds the pulls within JSON: one by itself, a list, or whole answers of the API with `pulls` anywhere in
 * them. Pages may overlap, so a pull that comes twice with the same content counts once.
 */
export function readGiven(texts: readonly string[]): Given {
  const values = texts.map(parseJson)
  const [only] = values
  if (values.length === 1 && isObjectWith(only, 'proof') && !isObjectWith(only, 'change')) {
    if (isOfModel(only)) {
      const order = provenOrder.safeParse(only)
      return order.success ? { kind: 'order', order: order.data } : unusable(order.error)
    }
    const single = provenPull.safeParse(only)
    return single.success ? { kind: 'pull', pull: single.data } : unusable(single.error)
  }
  const found = values.flatMap(value => objectsWith(value, 'proof'))
  const unique = [...new Map(found.map(pull => [JSON.stringify(pull), pull])).values()]
  const parsed = z.array(anyPlacedPull).min(1, 'There is no pull in it').safeParse(unique)
  return parsed.success ? { kind: 'history', pulls: parsed.data } : unusable(parsed.error)
}

/**
 * Finds published definitions within JSON: banners as the API answers them, or definitions by themselves.
 * Their hashes are computed here.
 * @returns by hash, the banner's id where it is said
 */
export function readPublished(texts: readonly string[]): ReadonlyMap<string, string | null> {
  const published = new Map<string, string | null>()
  for (const value of texts.map(parseJson)) {
    for (const key of ['rarities', 'tiers']) for (const definition of objectsWith(value, key)) note(definition, null)
    for (const banner of objectsWith(value, 'definition'))
      note(banner['definition'], typeof banner['id'] === 'string' ? banner['id'] : null)
  }
  return published

  function note(input: unknown, bannerId: string | null): void {
    const { definition } = formOf(input).form === 'model' ? checkModel(input) : checkBanner(input)
    if (definition !== null) published.set(hashOf(definition), bannerId)
  }
}

/** A pull on a banner with a model names the order of its definition. */
const isOfModel = (pull: JsonObject): boolean => isObjectWith(pull['proof'], 'order') && pull['proof']['order'] !== null

/** By what it names, so that what is wrong with it is told of the one form that it has. */
const anyPlacedPull = z.unknown().transform((value, context): AnyPlacedPull => {
  const parsed = formOfPull(value).safeParse(value)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

function formOfPull(value: unknown): typeof placedChange | typeof placedOrder | typeof placedPull {
  if (isObjectWith(value, 'change')) return placedChange
  return isObjectWith(value, 'proof') && isOfModel(value) ? placedOrder : placedPull
}

const unusable = (error: z.ZodError): Given => ({
  kind: 'unusable',
  reason: `This is not a pull with its items and its proof, nor several of them:\n${z.prettifyError(error)}`,
})

type JsonObject = Readonly<Record<string, unknown>>

const isObjectWith = (value: unknown, key: string): value is JsonObject =>
  typeof value === 'object' && value !== null && key in value

/** The outermost objects with this key, in their order. */
function objectsWith(value: unknown, key: string): readonly JsonObject[] {
  if (isObjectWith(value, key)) return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(part => objectsWith(part, key))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A text that is not JSON is no pull: the caller says what was expected.
    return null
  }
}
