import { describe, expect, it } from 'vitest'
import { acceptedAnswers } from './accepted-answers.js'

const SUBSCRIPTION = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'
const DEFER = 'multipart/mixed; deferSpec="20220824"'
const PENDING = 'multipart/mixed;incrementalSpec=v0.2'

describe('what an Accept header allows', () => {
  it.each([
    ['nothing said', undefined, ['json']],
    ['anything', '*/*', ['json']],
    ['JSON', 'application/json', ['json']],
    ['a stream alone', 'text/event-stream', ['event stream']],
    ['a stream that is refused', 'application/json, text/event-stream;q=0', ['json']],
    ['a stream liked less', 'application/json, text/event-stream;q=0.1', ['json', 'event stream']],
    ['a stream liked less, named first', 'text/event-stream;q=0.9, application/json', ['json', 'event stream']],
    ['a stream named first', 'text/event-stream, application/json', ['event stream', 'json']],
    [
      'JSON named first, before a stream with a parameter',
      'application/json, Text/Event-Stream;charset=utf-8',
      ['json', 'event stream'],
    ],
    ['a stream liked more', 'application/json;q=0.5, text/event-stream', ['event stream', 'json']],
    ['a stream before anything else', 'text/event-stream, */*;q=0.1', ['event stream', 'json']],
    [
      'JSON refused',
      'application/json;q=0, application/graphql-response+json;q=0, text/event-stream;q=0.1',
      ['event stream'],
    ],
    ['parts of a subscription', `${SUBSCRIPTION},application/json`, ['subscription parts', 'json']],
    ['deferred parts', `${DEFER},application/json;q=0.9`, ['deferred parts', 'json']],
    ['deferred parts liked less', `application/json, ${DEFER}`, ['json', 'deferred parts']],
    ['deferred parts refused', `${DEFER};q=0, application/json`, ['json']],
    ['pending parts', `${PENDING},application/graphql-response+json;q=0.9`, ['pending parts', 'json']],
    ['both formats of parts', `${PENDING}, ${DEFER}, */*;q=0.1`, ['pending parts', 'deferred parts', 'json']],
    ['both formats, the older one liked more', `${PENDING};q=0.5, ${DEFER}`, ['deferred parts', 'pending parts']],
    ['pending parts of another version', 'multipart/mixed;incrementalSpec=v0.3, application/json', ['json']],
    ['parts of a format that is not spoken here', 'multipart/mixed;deferSpec=1, multipart/mixed, */*', ['json']],
    ['a name that no format has', 'multipart/x-pending-parts, application/json;q=0.5', ['json']],
    ['the names of formats within the gateway', 'multipart/"deferred", multipart/"pending", */*;q=0.5', ['json']],
    ['such a name that refuses', `multipart/"pending";q=0, ${PENDING}`, ['pending parts']],
    ['such a name without quotes that refuses', `multipart/pending;q=0, ${PENDING}`, ['pending parts']],
    [
      "urql's queries",
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      ['json', 'event stream'],
    ],
    ["urql's subscriptions", 'text/event-stream, multipart/mixed', ['event stream']],
  ] as const)('%s', (_, accept, kinds) => {
    expect(acceptedAnswers(accept)).toEqual(kinds)
  })
})
