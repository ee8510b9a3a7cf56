/** The readers' subscription: fields of the sender come from another subgraph than the messages. */
export const SUBSCRIPTION = `subscription ($channelId: ID!, $after: ID) {
  messageSent(channelId: $channelId, after: $after) { id number text sentAt from { id username } }
}`

export const SEND = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ... on Message { number } ... on Refusal { message } }
}`

/** The channel of everyone. */
export const WORLD = '0191d5a0-7c1e-7000-8000-000000000001'

export const TEXT = 'Looking for three more for the crystal cave, level thirty and above'

/** A message as a reader gets it, whoever sends it. */
export const messageOf = (number: number) => ({
  id: '1',
  type: 'next',
  payload: {
    data: {
      messageSent: {
        id: `${WORLD}:${number}`,
        number,
        text: TEXT,
        sentAt: new Date().toISOString(),
        from: { id: WORLD, username: 'reader-000000' },
      },
    },
  },
})
