import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { Client as UrqlClient, fetchExchange, gql as urqlGql } from '@urql/core'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pipe, subscribe as subscribeTo } from 'wonka'
import { WebSocket } from 'ws'
import { clientOf } from './client.js'
import { aPlayer, password, type Player } from './players.js'
import { startWaystone, type SetUp, type Waystone } from './waystone.js'

/** `after: "0"`: from the first completion on, so that nothing depends on when the server begins to listen. */
const COMPLETED = `subscription {
  questCompleted(after: "0") {
    number completedAt
    quest { name rewards { __typename } }
    user { username wallet { gold } characters { name level } }
  }
}`

interface Completed {
  readonly questCompleted: { readonly quest: { readonly name: string } }
}

interface Reader {
  /** The completion of "Daily visitor"; rejects when the client reports an error. */
  readonly visited: Promise<Completed>
  close(): void
}

type Listen = (url: string, player: Player) => Reader

function reading(start: (told: (data: unknown) => void, failed: (error: unknown) => void) => () => void): Reader {
  let close = () => {}
  const visited = new Promise<Completed>((resolve, reject) => {
    const told = (data: unknown) => {
      const event = data as Completed
      if (event.questCompleted.quest.name === 'Daily visitor') resolve(event)
    }
    close = start(told, error => reject(error instanceof Error ? error : new Error(JSON.stringify(error))))
  })
  return { visited, close: () => close() }
}

const clients: Readonly<Record<string, Listen>> = {
  'graphql-ws': (url, { accessToken }) =>
    reading((told, failed) => {
      const client = createWsClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${accessToken}` },
      })
      client.subscribe({ query: COMPLETED }, { next: ({ data }) => told(data), error: failed, complete: () => {} })
      return () => void client.dispose()
    }),
  'graphql-sse': (url, { accessToken }) =>
    reading((told, failed) => {
      const client = createSseClient({ url: `${url}/graphql`, headers: { authorization: `Bearer ${accessToken}` } })
      client.subscribe({ query: COMPLETED }, { next: ({ data }) => told(data), error: failed, complete: () => {} })
      return () => client.dispose()
    }),
  'Apollo Client over HTTP multipart': (url, { accessToken }) =>
    reading((told, failed) => {
      const client = new ApolloClient({
        cache: new InMemoryCache(),
        link: new HttpLink({ uri: `${url}/graphql`, headers: { authorization: `Bearer ${accessToken}` } }),
      })
      const subscription = client.subscribe({ query: gql(COMPLETED), fetchPolicy: 'no-cache' }).subscribe({
        next: ({ data, error }) => (error === undefined ? told(data) : failed(error)),
        error: failed,
      })
      return () => {
        subscription.unsubscribe()
        client.stop()
      }
    }),
  urql: (url, { accessToken }) =>
    reading((told, failed) => {
      const client = new UrqlClient({
        url: `${url}/graphql`,
        exchanges: [fetchExchange],
        fetchSubscriptions: true,
        preferGetMethod: false,
        fetchOptions: { headers: { authorization: `Bearer ${accessToken}` } },
      })
      const { unsubscribe } = pipe(
        client.subscription(urqlGql(COMPLETED), {}),
        subscribeTo(({ data, error }) => (error === undefined ? told(data) : failed(error))),
      )
      return unsubscribe
    }),
}

describe.each<SetUp>(['standalone', 'distributed'])('%s: a completion as it happens', setUp => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone(setUp)
  })
  afterAll(() => waystone.close())

  it.each(Object.entries(clients))('reaches %s, with fields of three subgraphs', async (_, listen) => {
    const player = await aPlayer(waystone.url)
    await player.client.data(
      'mutation ($name: String!) { createCharacter(input: { name: $name, class: ARCHER }) { __typename } }',
      {
        name: player.name,
      },
    )
    const reader = listen(waystone.url, player)
    for (let time = 0; time < 3; time++) {
      await clientOf(waystone.url).data(
        'mutation ($u: String!, $p: String!) { signIn(input: { usernameOrEmail: $u, password: $p }) { __typename } }',
        {
          u: player.name,
          p: password,
        },
      )
    }
    expect(await reader.visited).toMatchObject({
      questCompleted: {
        number: 1,
        completedAt: expect.any(String),
        quest: { name: 'Daily visitor', rewards: [{ __typename: 'CurrencyReward' }, { __typename: 'CurrencyReward' }] },
        user: {
          username: player.name,
          wallet: { gold: expect.any(Number) },
          characters: [{ name: player.name, level: 1 }],
        },
      },
    })
    reader.close()
  })
})
