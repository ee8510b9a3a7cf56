import { createTokenVerifier, createRevocationList } from '@waystone/kit/auth'
import { systemClock } from '@waystone/kit/clock'
import { createLogger } from '@waystone/kit/logger'
import { adminRoles } from '@waystone/kit/roles'
import { createTestIssuer } from '@waystone/kit/testing'
import type { HttpResponse } from '@waystone/kit/http'
import { expect, test } from 'vitest'
import { exportRoute } from './export-route.js'

const QUERY = 'query ($after: String) { rows(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }'
const page = (count: number, next: string | null) => ({
  status: 200,
  headers: {},
  data: {
    rows: {
      nodes: Array.from({ length: count }, () => ({ id: 1 })),
      pageInfo: { hasNextPage: next !== null, endCursor: next },
    },
  },
})

/** Exports pages that `answer` makes, by the cursor. */
async function exported(answer: (after: unknown) => ReturnType<typeof page>, rowsMax: number): Promise<HttpResponse> {
  const issuer = await createTestIssuer()
  const verifier = createTokenVerifier({
    keys: issuer.keys,
    issuer: 'waystone',
    audience: 'waystone',
    revocations: createRevocationList(systemClock),
  })
  const route = exportRoute({
    askAs: async (_, { variables }) => answer(variables['after']),
    epochs: { current: () => null },
    trust: { verifier, proxies: 0, roles: adminRoles },
    textOf: () => undefined,
    clock: systemClock,
    logger: createLogger({ name: 'test', level: 'silent' }),
    rowsMax,
  })
  const token = await issuer.token({ userId: crypto.randomUUID(), scopes: ['admin'] })
  return await route.handle({
    method: 'POST',
    path: '/console/export',
    search: '',
    headers: new Map([
      ['content-type', 'application/json'],
      ['authorization', `Bearer ${token}`],
    ]),
    body: Buffer.from(JSON.stringify({ query: QUERY, path: 'rows', format: 'json' })),
    remoteAddress: '127.0.0.1',
    requestId: 'test',
  })
}

async function textOf({ body }: HttpResponse): Promise<string> {
  if (typeof body === 'string' || Buffer.isBuffer(body) || 'stream' in body) throw new Error('Expected chunks')
  let text = ''
  for await (const chunk of body) text += chunk
  return text
}

test('an export has as many rows as its limit, and breaks off when there are more', async () => {
  const two = (after: unknown) => page(2, after === undefined ? '2' : null)
  expect(JSON.parse(await textOf(await exported(two, 4)))).toHaveLength(4)
  await expect(textOf(await exported(two, 3))).rejects.toThrow('An export has at most 3 rows')
})

test('a connection whose cursor stands still ends its export', async () => {
  await expect(textOf(await exported(() => page(1, 'same'), 1_000))).rejects.toThrow('do not go on')
})
