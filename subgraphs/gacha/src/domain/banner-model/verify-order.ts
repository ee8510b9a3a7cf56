import * as z from 'zod'
import { canonicalJson, hashOf } from '../canonical-json.js'
import { commitmentOf, wordsOf } from '../fairness.js'
import { check, paid, place, seedProof, type Check } from '../verification.js'
import { checkMemory } from './check-memory.js'
import { checkModel, type CheckedModel } from './check-model.js'
import type { CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { drawOrder, undrawable, type DrawnModelItem } from './draw-order.js'
import { countsCopies, grantsOf } from './duplicates.js'
import { followOrder } from './follow-order.js'
import type { Memory } from './memory.js'
import { verifyPrice } from './verify-price.js'

/**
 * Names the derivation in every proof of a model's order: words of `wordsOf`, which `drawOrder` turns into
 * items. A change of either gets a new name.
 */
export const MODEL_ALGORITHM = 'waystone-hmac-sha256-model-v1'

/** The memory of a proof. */
export const provenMemory = z.strictObject({
  counters: z.record(z.string(), z.number().int().min(0)),
  boxes: z.record(z.string(), z.array(z.number().int().min(0))),
  owned: z.array(z.uuid()),
  target: z.uuid().nullable(),
  wishes: z.array(z.uuid()).optional(),
  closed: z.literal(true).optional(),
})

/** An order with its items and its whole proof. */
export const provenOrder = z.object({
  ...paid,
  items: z
    .array(
      z.object({
        item: z.object({ id: z.uuid() }),
        outcome: z.string(),
        copy: z.number().int().min(1).nullable().optional(),
        shards: z
          .object({ item: z.object({ id: z.uuid() }), amount: z.number().int() })
          .nullable()
          .optional(),
        payout: z.object({ currency: z.string(), amount: z.number().int() }).nullable().optional(),
      }),
    )
    .min(1),
  proof: seedProof.extend({
    /** Name of the order in the definition. */
    order: z.string(),
    before: provenMemory,
    after: provenMemory,
  }),
})
export type ProvenOrder = z.output<typeof provenOrder>

/** One of several, with its place among them. */
export const placedOrder = provenOrder.extend({
  banner: z.object({ id: z.uuid() }),
  proof: provenOrder.shape.proof.extend(place),
})
export type PlacedOrder = z.output<typeof placedOrder>

export interface VerifiedOrder {
  readonly checks: readonly Check[]
  /** The memory that the order leaves; null where it could not be computed. */
  readonly after: Memory | null
}

/**
 * Recomputes a revealed order from nothing but its proof: algorithm, hash, commitment, definition, memory, price,
 * each item and the memory after it.
 * @param before what the orders before it have left; an order by itself has only its own word for it
 * @param checked checks a definition: the orders of one definition need it once
 */
export function verifyOrder(
  { items, proof, ...price }: ProvenOrder,
  before: Memory = proof.before,
  checked: (definition: unknown) => CheckedModel = checkModel,
): VerifiedOrder {
  const { serverSeedHash, serverSeed, clientSeed, nonce, algorithm, oddsHash, definition } = proof
  const seed = Buffer.from(serverSeed ?? '', 'hex')
  const checks = [
    ...verifyStated({ algorithm, oddsHash, definition }),
    check('commitment to the server seed', serverSeedHash, serverSeed === null ? 'not revealed' : commitmentOf(seed)),
    check('memory before', canonicalJson(proof.before), canonicalJson(before)),
  ]
  const { model, order, problem } = preparedOf(proof, before, checked)
  if (model === null) return { checks: [...checks, problem], after: null }
  const wordsAt = (index: number) => wordsOf({ serverSeed: seed, clientSeed, nonce, index })
  const drawn = drawOrder(model, before, { order, wordsAt })
  if (drawn.kind !== 'drawn') return { checks: [...checks, check('order', 'drawn', drawn.kind)], after: null }
  return {
    checks: [
      ...checks,
      ...verifyPrice({ definition: model.definition, order, counters: before.counters }, price),
      check('number of items', String(items.length), String(drawn.items.length)),
      ...items.map(({ item, outcome }, index) =>
        check(`item ${index}`, `${item.id} of ${outcome}`, describeItem(drawn.items[index])),
      ),
      ...verifyGrants(model, items),
      check('memory after', canonicalJson(proof.after), canonicalJson(drawn.after)),
    ],
    after: drawn.after,
  }
}

/**
 * Checks of an order whose seed is in use still what needs no seed: that its items are of the definition and of
 * its boxes, and that they leave the memory that it states.
 */
export function verifySecretOrder(
  { items, proof, ...price }: ProvenOrder,
  before: Memory,
  checked: (definition: unknown) => CheckedModel,
): VerifiedOrder {
  const checks = [...verifyStated(proof), check('memory before', canonicalJson(proof.before), canonicalJson(before))]
  const { model, order, problem } = preparedOf(proof, before, checked)
  if (model === null) return { checks: [...checks, problem], after: null }
  const said = items.map(({ item, outcome }) => ({ itemId: item.id, outcome }))
  const { problems, after } = followOrder(model, before, { order, items: said })
  return {
    checks: [
      ...checks,
      ...verifyPrice({ definition: model.definition, order, counters: before.counters }, price),
      check('number of items', String(items.length), String(order.draws)),
      ...said.map((item, index) => {
        const text = `${item.itemId} of ${item.outcome}`
        return check(`item ${index}`, text, problems[index] ?? text)
      }),
      ...verifyGrants(model, items),
      ...(after === null ? [] : [check('memory after', canonicalJson(proof.after), canonicalJson(after))]),
    ],
    after,
  }
}

/** Which copy an item was is its own word, since copies also come by other ways; its grants follow from that. */
const verifyGrants = ({ definition }: CompiledModel, items: ProvenOrder['items']): readonly Check[] =>
  countsCopies(definition)
    ? items.flatMap(({ outcome, copy, shards, payout }, index) => {
        const due = grantsOf(definition, { outcome, copy: copy ?? null })
        const said = shards ? `${shards.amount} of ${shards.item.id}` : NONE
        const dueShards = due.shards === null ? NONE : `${due.shards.amount} of ${due.shards.itemId}`
        return [
          check(`shards of item ${index}`, said, dueShards),
          check(`currency for item ${index}`, currencyText(payout ?? null), currencyText(due.payout)),
        ]
      })
    : []

const NONE = 'none'

const currencyText = (given: { currency: string; amount: number } | null): string =>
  given === null ? NONE : `${given.amount} ${given.currency}`

const verifyStated = ({
  algorithm,
  oddsHash,
  definition,
}: Pick<ProvenOrder['proof'], 'algorithm' | 'oddsHash' | 'definition'>) => [
  check('algorithm', algorithm, MODEL_ALGORITHM),
  check('hash of the definition', oddsHash, hashOf(definition)),
]

type Prepared =
  | { readonly model: CompiledModel; readonly order: Order; readonly problem: null }
  | { readonly model: null; readonly order: null; readonly problem: Check }

/** The checked definition with the order that was bought; a memory that it cannot have is a problem, too. */
function preparedOf(
  proof: ProvenOrder['proof'],
  before: Memory,
  checked: (definition: unknown) => CheckedModel,
): Prepared {
  const { model, problems } = checked(proof.definition)
  const none = (name: string, said: string, computed: string): Prepared => ({
    model: null,
    order: null,
    problem: check(name, said, computed),
  })
  const wrong = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
  if (model === null) return none('definition', 'a checked definition', wrong)
  const order = model.definition.orders.find(({ name }) => name === proof.order)
  if (order === undefined)
    return none('order', proof.order, model.definition.orders.map(({ name }) => name).join(' or '))
  const impossible = checkMemory(model, before)
  if (impossible.length > 0) return none('memory before', 'one of the definition', impossible.join('; '))
  const refused = undrawable(model, before)
  if (refused !== null) return none('order', 'drawn', refused)
  return { model, order, problem: null }
}

const describeItem = (drawn: DrawnModelItem | undefined): string =>
  drawn === undefined ? 'nothing' : `${drawn.itemId} of ${drawn.outcome.name}`
