import type { Reward } from '@waystone/events'
import type { InputProblem } from '@waystone/kit/errors'
import { uuidOf } from './uuid.js'

/** A part of a mail that is granted, as events carry it. */
export type Attachment = Extract<Reward, { kind: 'CURRENCY' | 'ITEM' }>

/** As the input has it: currency with an amount, or an item with a quantity. */
export interface AttachmentDraft {
  readonly currency?: 'GOLD' | 'DIAMOND' | null | undefined
  readonly amount?: number | null | undefined
  readonly itemId?: string | null | undefined
  readonly quantity?: number | null | undefined
}

/** Attachments of one mail. */
export const ATTACHMENTS_MAX = 10
/** A slip of a digit is found before it is sent. */
export const AMOUNT_MAX = 1_000_000_000
export const QUANTITY_MAX = 1_000_000

/** Reads one attachment. @returns a problem where it is not sound; its field is a path from the attachment on */
export function readAttachment(draft: AttachmentDraft): Attachment | InputProblem {
  const { currency = null, amount = null, itemId = null, quantity = null } = draft
  if (currency !== null && amount !== null && itemId === null && quantity === null)
    return problemOfCount('amount', amount, AMOUNT_MAX) ?? { kind: 'CURRENCY', currency, amount }
  if (itemId !== null && quantity !== null && currency === null && amount === null) {
    const id = uuidOf(itemId)
    if (id === null) return { field: 'itemId', message: 'No item has this id', rule: 'UNKNOWN' }
    return problemOfCount('quantity', quantity, QUANTITY_MAX) ?? { kind: 'ITEM', itemId: id, quantity }
  }
  return { field: 'currency', message: 'Expected a currency with its amount, or an item with its quantity' }
}

function problemOfCount(field: string, count: number, max: number): InputProblem | null {
  if (count >= 1 && count <= max) return null
  const [min, actual] = [1, count]
  return { field, message: `Expected ${min} to ${max}, not ${actual}`, rule: 'RANGE', min, max, actual }
}
