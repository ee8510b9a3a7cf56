import { useCallback, useEffect, useState } from 'react'
import { useClient, type CombinedError } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ChatMessageFragment } from '../../../generated/graphql.js'
import type { ResumeContext } from '../../../graph/live.js'

graphql(`
  fragment ChatMessage on Message {
    id
    number
    text
    filtered
    deleted
    sentAt
    from {
      id
      username
    }
  }
`)

const HISTORY = graphql(`
  query ChatHistory($channelId: ID!, $last: Int!, $before: String) {
    channel(id: $channelId) {
      id
      kind
      name
      lastNumber
      with {
        id
        username
      }
      messages(last: $last, before: $before) {
        pageInfo {
          hasPreviousPage
          startCursor
        }
        edges {
          node {
            ...ChatMessage
          }
        }
      }
    }
  }
`)

/** Nothing in it differs between readers: the gateway tells all of them by one stream. */
const SENT = graphql(`
  subscription ChatSent($channelId: ID!, $after: ID) {
    messageSent(channelId: $channelId, after: $after) {
      ...ChatMessage
    }
  }
`)

const RESUME: ResumeContext = {
  resume: { variable: 'after', from: data => (data['messageSent'] as { id?: string } | undefined)?.id },
}

const PAGE_SIZE = 50

export interface ChannelHead {
  readonly kind: string
  readonly name: string
  readonly with?: { readonly id: string; readonly username?: string | null } | null
}

export interface Messages {
  /** Undefined until it is known; null where the player cannot read it. */
  readonly channel: ChannelHead | null | undefined
  readonly messages: readonly ChatMessageFragment[]
  readonly hasOlder: boolean
  readonly error: CombinedError | undefined
  readOlder(): Promise<void>
  retry(): void
}

/** The messages of a channel: the newest page, those before it as they are asked for, and those that come. */
export function useMessages(channelId: string): Messages {
  const client = useClient()
  const [channel, setChannel] = useState<ChannelHead | null | undefined>(undefined)
  const [messages, setMessages] = useState<readonly ChatMessageFragment[]>([])
  const [before, setBefore] = useState<string | null>(null)
  const [error, setError] = useState<CombinedError | undefined>(undefined)
  const [after, setAfter] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)

  const read = useCallback(
    async (cursor: string | null) => {
      const variables = { channelId, last: PAGE_SIZE, before: cursor }
      const answer = await client.query(HISTORY, variables, { requestPolicy: 'network-only' }).toPromise()
      setError(answer.data ? undefined : answer.error)
      return answer.data?.channel
    },
    [client, channelId],
  )

  useEffect(() => {
    let isShown = true
    setMessages([])
    setAfter(null)
    void read(null).then(found => {
      if (!isShown || found === undefined) return
      setChannel(found)
      if (found === null) return
      setMessages(previous =>
        merged(
          previous,
          found.messages.edges.map(({ node }) => node),
        ),
      )
      setBefore(found.messages.pageInfo.hasPreviousPage ? (found.messages.pageInfo.startCursor ?? null) : null)
      setAfter(`${channelId}:${found.lastNumber}`)
    })
    return () => {
      isShown = false
    }
  }, [read, channelId, attempt])

  useEffect(() => {
    if (after === null) return undefined
    const { unsubscribe } = client.subscription(SENT, { channelId, after }, RESUME).subscribe(({ data }) => {
      if (data?.messageSent) setMessages(previous => merged(previous, [data.messageSent]))
    })
    return unsubscribe
  }, [client, channelId, after])

  return {
    channel,
    messages,
    hasOlder: before !== null,
    error,
    readOlder: async () => {
      const found = await read(before)
      if (!found) return
      setMessages(previous =>
        merged(
          previous,
          found.messages.edges.map(({ node }) => node),
        ),
      )
      setBefore(found.messages.pageInfo.hasPreviousPage ? (found.messages.pageInfo.startCursor ?? null) : null)
    },
    retry: () => setAttempt(attempt + 1),
  }
}

/** In the order of their numbers, each once. */
function merged(
  known: readonly ChatMessageFragment[],
  more: readonly ChatMessageFragment[],
): readonly ChatMessageFragment[] {
  const byNumber = new Map([...known, ...more].map(message => [message.number, message]))
  return [...byNumber.values()].toSorted((a, b) => a.number - b.number)
}
