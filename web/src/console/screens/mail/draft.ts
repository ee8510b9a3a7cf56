/** To whom something is sent, as the form has it. */
export interface Recipients {
  everyone: boolean
  /** Ids, by spaces, commas or lines. */
  userIds: string
}

export const recipientsOf = ({ everyone, userIds }: Recipients) =>
  everyone ? { everyone: true } : { userIds: userIds.split(/[\s,]+/).filter(id => id !== '') }

/** The attachments of the fields that are filled in. */
export function attachmentsOf(of: { gold: string; diamonds: string; itemId: string; quantity: string }) {
  const amountOf = (text: string) => (text.trim() === '' ? null : Number(text))
  const [gold, diamonds] = [amountOf(of.gold), amountOf(of.diamonds)]
  return [
    ...(gold === null ? [] : [{ currency: 'GOLD' as const, amount: gold }]),
    ...(diamonds === null ? [] : [{ currency: 'DIAMOND' as const, amount: diamonds }]),
    ...(of.itemId.trim() === '' ? [] : [{ itemId: of.itemId.trim(), quantity: amountOf(of.quantity) ?? 1 }]),
  ]
}
