import { expect, test } from 'vitest'
import type { GatewayContext } from '../requests/gateway-context.js'
import { createForwarding } from './forwarded-headers.js'

const contextOf = (authorization: string | null, more: Partial<GatewayContext> = {}): GatewayContext => ({
  requestId: 'r',
  headers: new Map(),
  viewer: null,
  remoteAddress: '127.0.0.1',
  userAgent: null,
  authorization,
  ...more,
})

test('everything that a subgraph hears of a client keeps scopes apart, but not the id of the request', () => {
  const { scopeOf } = createForwarding('secret')
  const contexts = [
    contextOf(null),
    contextOf(''),
    contextOf('Bearer a'),
    contextOf('bearer a'),
    contextOf('Bearer a', { userAgent: 'game' }),
    contextOf('Bearer a', { userAgent: '' }),
    contextOf('Bearer a', { remoteAddress: '127.0.0.2' }),
    contextOf('Bearer a\n', { userAgent: null }),
  ]
  const scopes = contexts.map(context => scopeOf({ context }))
  expect(new Set(scopes).size).toBe(contexts.length)
  expect(scopes).toContain(scopeOf({ context: contextOf('Bearer a', { requestId: 'another' }) }))
})
