/** The queries of the subscriptions, and the answer that all subjects must give. */
export const queries = {
  everyone: 'subscription { everyone { id sentAt text fact { name value } } }',
  mine: 'subscription ($user: ID!) { mine(user: $user) { id sentAt text fact { name value } } }',
} as const

export type Field = keyof typeof queries

const TEXT = 'What has just happened, as a game would tell it: '.repeat(8)

/** Milliseconds that processes of one machine agree on. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

/** An event as its owner sends it. */
export const eventOf = (number: number) => ({
  __typename: 'Update',
  id: String(number),
  sentAt: nowMs(),
  text: TEXT,
  fact: { __typename: 'Fact', id: String(number % 100) },
})

/** The entity of the other subgraph. */
export const factOf = (id: string) => ({ __typename: 'Fact', id, name: `fact ${id}`, value: Number(id) })

/** The same event as a client gets it from a gateway. */
export function answerOf({ id, sentAt, text, fact }: ReturnType<typeof eventOf>) {
  const { name, value } = factOf(fact.id)
  return { id, sentAt, text, fact: { name, value } }
}
