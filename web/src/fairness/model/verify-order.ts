import { bytesOfHex, canonicalJson } from '../digest.js'
import { check, type Check, type ProvenPull } from '../proof.js'
import { keyOf, wordsOf, type Words } from '../words.js'
import { drawOrder, type DrawnModelItem } from './draw.js'
import { impossibleIn, memoryOf, type Memory } from './memory.js'
import { Unreadable } from './reading.js'
import { modelRulesOf, type ModelRules, type Order, type Price } from './rules.js'

/** One item as this browser has drawn it from a model, step by step. */
export interface ModelStep extends DrawnModelItem {
  readonly digests: Words['digests']
}

export interface OrderVerification {
  readonly checks: readonly Check[]
  readonly steps: readonly ModelStep[]
  /** The memory that the order leaves; null where it could not be drawn. */
  readonly after: Memory | null
}

/** @returns null with the path of what is wrong where the definition cannot be drawn from */
export function readRules(definition: unknown): { rules: ModelRules } | { rules: null; problem: string } {
  try {
    return { rules: modelRulesOf(definition) }
  } catch (error) {
    if (error instanceof Unreadable) return { rules: null, problem: error.message }
    throw error
  }
}

/**
 * Draws an order of a model again: definition, order, memory, price, each item, what duplicates give, and the memory
 * after it.
 * @param before what the orders before it have left; left out, the order's own word is taken
 */
export async function verifyOrder(pull: ProvenPull, before?: Memory): Promise<OrderVerification> {
  const { items, proof } = pull
  const undrawn = (...checks: readonly Check[]): OrderVerification => ({ checks, steps: [], after: null })
  const read = readRules(proof.definition)
  if (read.rules === null) return undrawn(check('definition', 'a model that can be drawn from', read.problem))
  const { rules } = read
  const order = rules.orders.find(({ name }) => name === proof.order)
  if (order === undefined) return undrawn(check('order', proof.order ?? '', rules.orders.map(nameOf).join(', ')))
  const memory = before ?? memoryOf(proof.before)
  const handedOn = check('memoryBefore', canonicalJson(proof.before), memory === null ? '' : canonicalJson(memory))
  if (memory === null) return undrawn(handedOn)
  const impossible = impossibleIn(rules, memory)
  if (impossible !== null)
    return undrawn({ ...handedOn, computed: `${handedOn.computed} (${impossible})`, matches: false })

  const seed = bytesOfHex(proof.serverSeed ?? '')
  if (seed === null) return undrawn(handedOn)
  const key = await keyOf(seed)
  const words: Words[] = []
  const wordsAt = (index: number) => (words[index] = wordsOf(key, { ...proof, index }))
  const drawn = await drawOrder(rules, memory, { order, wordsAt })
  if (drawn.kind !== 'drawn') return undrawn(handedOn, check('order', order.name, drawn.kind))
  return {
    checks: [
      handedOn,
      ...verifyPrice(pull, { rules, order, counters: memory.counters }),
      check('count', String(items.length), String(drawn.items.length)),
      ...items.map(({ item, outcome }, index) =>
        check('item', described(item.id, outcome ?? ''), describedDrawn(drawn.items[index]), index),
      ),
      ...verifyGrants(rules, items),
      check('memoryAfter', canonicalJson(proof.after), canonicalJson(drawn.after)),
    ],
    steps: drawn.items.map((item, index) => ({ ...item, digests: words[index]?.digests ?? [] })),
    after: drawn.after,
  }
}

const nameOf = ({ name }: Order): string => name
const described = (itemId: string, outcome: string): string => `${itemId} of ${outcome}`
const describedDrawn = (drawn: DrawnModelItem | undefined): string =>
  drawn === undefined ? '' : described(drawn.itemId, drawn.outcome)

/** The order was paid at one of its prices, as it was at the counters that the draw began from. */
function verifyPrice(
  { cost, currency, tickets }: ProvenPull,
  { rules, order, counters }: { rules: ModelRules; order: Order; counters: Memory['counters'] },
): readonly Check[] {
  if (cost === undefined || currency === undefined) return []
  const inTickets = tickets && amountText(tickets.amount, tickets.item.id)
  const inCurrency = amountText(cost, currency)
  const said = !inTickets ? inCurrency : cost === 0 ? inTickets : `${inCurrency}, ${inTickets}`
  const prices = order.isGift
    ? [amountText(0, currency)]
    : order.prices.map(price => {
        const { unit } = price
        return amountText(amountOf(rules, { order, price, counters }), typeof unit === 'string' ? unit : unit.ticket)
      })
  return [check('price', said, prices.includes(said) ? said : prices.join(' / '))]
}

const amountText = (amount: number, of: string): string => `${amount} ${of}`

function amountOf(
  rules: ModelRules,
  { order, price, counters }: { order: Order; price: Price; counters: Memory['counters'] },
): number {
  const { amount } = price
  if (typeof amount === 'number') return amount
  const counter = rules.counters.find(({ name }) => name === amount.by)
  const start = typeof counter?.start === 'number' ? counter.start : 0
  const known = order.moves && counter?.scope !== 'order' ? counters[amount.by] : undefined
  const place = Math.min(known ?? start, counter?.max ?? 0) + 1
  return amount.points.findLast(([from]) => from <= place)?.[1] ?? 0
}

/** The copy that an item was is the pull's own word, since copies come by other ways as well; grants follow from it. */
function verifyGrants({ tiers }: ModelRules, items: ProvenPull['items']): readonly Check[] {
  if (tiers.every(({ duplicates }) => duplicates.length === 0)) return []
  return items.flatMap(({ outcome, copy, shards, payout }, index) => {
    const tier = tiers.find(({ name }) => outcome?.startsWith(`${name}.`) === true)
    const number = copy ?? 0
    const due = (kind: 'item' | 'currency') => {
      const grant = tier?.duplicates.find(
        each => each.kind === kind && number >= each.from && (each.to === null || number <= each.to),
      )
      return grant === undefined ? '0' : amountText(grant.amount, grant.of)
    }
    return [
      check('shards', shards ? amountText(shards.amount, shards.item.id) : '0', due('item'), index),
      check('payout', payout ? amountText(payout.amount, payout.currency) : '0', due('currency'), index),
    ]
  })
}
