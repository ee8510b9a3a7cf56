import type { CompiledModel } from '../banner-model/compile.js'
import type { Order } from '../banner-model/definition.js'
import { drawOrder, type DrawnModelItem } from '../banner-model/draw-order.js'
import { noMemory, refillBox, type Memory } from '../banner-model/memory.js'
import type { Words } from '../words.js'

/** Of a player without history; where the banner has a choice, its first item is chosen, or its first items. */
export const firstMemory = ({ definition: { target, wishes } }: CompiledModel): Memory => ({
  ...noMemory,
  target: target?.choices[0] ?? null,
  ...(wishes !== undefined && {
    wishes: wishes.choices
      .slice(0, wishes.count[1])
      .map(({ id }) => id)
      .toSorted(),
  }),
})

/**
 * Draws the orders of a new player with the function that draws for players, until the banner closes for the player or
 * is sold out. A box that the player may refill is refilled where the next order begins, as the exact odds have it.
 */
export function* historyOf(model: CompiledModel, order: Order, words: Words): Generator<readonly DrawnModelItem[]> {
  let memory = firstMemory(model)
  for (;;) {
    const drawn = drawOrder(model, memory, { order, wordsAt: () => words })
    if (drawn.kind !== 'drawn') return
    yield drawn.items
    if (drawn.closes) return
    memory = refillBox(model, drawn.after) ?? drawn.after
  }
}

/** Thrown for an order that a full banner has too little for: the check of definitions lets it pass. */
export class UndrawableOrder extends Error {
  /** Its place among the orders of the definition. */
  readonly place: number

  constructor(model: CompiledModel, order: Order) {
    super(`must fit the banner: a full one has too little for the ${order.draws} draws of ${order.name}`)
    this.place = model.definition.orders.indexOf(order)
  }
}

/**
 * Items of one player after another: a new one begins where the banner has ended for the one before.
 * @throws UndrawableOrder
 */
export function* endlessItems(model: CompiledModel, order: Order, words: Words): Generator<DrawnModelItem, never> {
  for (;;) {
    let isEmpty = true
    for (const items of historyOf(model, order, words)) {
      isEmpty = false
      yield* items
    }
    if (isEmpty) throw new UndrawableOrder(model, order)
  }
}
