/**
 * A module of the project of docs/frontend.md: each client library subscribes to the wallet as the page says,
 * and notes in `window.seen` what it is told. It runs in the browser, so it is text here.
 */
export const liveClients = `
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { createClient as createSse } from 'graphql-sse'
import { createClient } from 'graphql-ws'
import { Client, fetchExchange } from 'urql'
import { apollo } from './apollo'
import { client as urql } from './client'
import { live } from './live'
import { environment } from './relay'
import { endpoint } from './send'
import { accessToken, authorizedFetch, signIn } from './session'

const query = 'subscription { walletChanged { id diamonds } }'
const seen = (window.seen = {})
const codeOf = errors => 'error ' + errors[0].extensions.code
const sinkOf = name => {
  const notes = (seen[name] = [])
  return {
    next: event => {
      const errors = event.errors ?? event.error?.errors ?? event.error?.graphQLErrors
      notes.push(errors?.length > 0 ? codeOf(errors) : event.error ? 'failed' : 'data')
    },
    error: () => notes.push('failed'),
    complete: () => notes.push('end'),
  }
}
const urqlSinkOf = name => {
  const sink = sinkOf(name)
  return result => {
    sink.next(result)
    if (!result.hasNext) sink.complete()
  }
}

await signIn('aria', 'waystone-demo-1')
live.subscribe({ query }, sinkOf('graphql-ws'))
urql.subscription(query, {}).subscribe(urqlSinkOf('urql'))
apollo.subscribe({ query: gql(query), fetchPolicy: 'no-cache' }).subscribe(sinkOf('Apollo Client'))
environment
  .getNetwork()
  .execute({ text: query, name: 'Live', operationKind: 'subscription', id: null, cacheID: 'live', metadata: {} }, {}, {})
  .subscribe(sinkOf('Relay'))

const connectionParams = async () => ({ authorization: 'Bearer ' + (await accessToken()) })
createClient({ url: endpoint.replace(/^http/, 'ws'), connectionParams }).subscribe({ query }, sinkOf('graphql-ws with its defaults'))
createSse({ url: endpoint, fetchFn: authorizedFetch }).subscribe({ query }, sinkOf('graphql-sse'))
const link = new HttpLink({ uri: endpoint, fetch: authorizedFetch })
new ApolloClient({ link, cache: new InMemoryCache() })
  .subscribe({ query: gql(query), fetchPolicy: 'no-cache' })
  .subscribe(sinkOf('Apollo Client over multipart'))
new Client({ url: endpoint, preferGetMethod: false, fetch: authorizedFetch, fetchSubscriptions: true, exchanges: [fetchExchange] })
  .subscription(query, {})
  .subscribe(urqlSinkOf('urql over multipart'))
`

/** The outcome of a subscription, in the words of the page's table; null while it is not known yet. */
export function outcomeOf(notes: readonly string[], reconnected: string): string | null {
  const last = notes.at(-1)
  if (last === 'failed') return 'ends with an error'
  const error = notes.findLast(note => note.startsWith('error '))
  if (last === 'end')
    return error === undefined ? 'ends' : `an event with \`${error.slice('error '.length)}\`, then ends`
  return notes.filter(note => note === 'data').length > 1 && last === 'data' ? reconnected : null
}
