import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { clientOf, eventually } from './client.js'
import { startWaystone, type Waystone } from './waystone.js'

interface Step {
  readonly language: 'graphql' | 'sh'
  readonly source: string
  readonly expected: unknown
}

/** The operations of README's tour, each with the answer printed below it. */
function readTour(): Step[] {
  const tour = /\n## A tour\n([\s\S]*?)\n## /.exec(`${readFileSync('README.md', 'utf8')}\n## `)?.[1] ?? ''
  return [...tour.matchAll(/```(graphql|sh)\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g)].map(
    ([, language, source = '', answer = '']) => ({
      language: language as Step['language'],
      source,
      expected: JSON.parse(answer) as unknown,
    }),
  )
}

/** "…" in the README stands for any value. */
const pattern = (value: unknown): unknown => {
  if (value === '…') return expect.anything() as unknown
  if (Array.isArray(value)) return value.map(pattern)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pattern(inner)]))
}

const matches = (answer: unknown, expected: unknown): boolean => {
  try {
    expect(answer).toEqual(pattern(expected))
    return true
  } catch {
    // Not yet what the page prints: the caller asks again, or fails with the last answer.
    return false
  }
}

const tokenIn = (answer: unknown): string | undefined => /"accessToken":"([^"]+)"/.exec(JSON.stringify(answer))?.[1]

/** What a subscription tells first, as an explorer shows it. */
async function firstEvent(url: string, of: { source: string; accessToken: string }): Promise<unknown> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${of.accessToken}` },
    retryAttempts: 0,
  })
  try {
    const { value } = await client.iterate({ query: of.source }).next()
    return value as unknown
  } finally {
    await client.dispose()
  }
}

describe("README's tour", () => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone('standalone')
  })
  afterAll(() => waystone.close())

  it('does what it says, from top to bottom', async () => {
    const steps = readTour()
    expect(steps.length).toBeGreaterThan(7)
    let client = clientOf(waystone.url)
    let accessToken = ''
    for (const { language, source, expected } of steps) {
      const ask = async (): Promise<unknown> => {
        if (language === 'sh') {
          const command = source
            .replaceAll('http://127.0.0.1:4000', waystone.url)
            .replaceAll('Bearer …', `Bearer ${accessToken}`)
          return JSON.parse(execFileSync('sh', ['-c', command], { encoding: 'utf8' })) as unknown
        }
        if (source.startsWith('subscription')) return await firstEvent(waystone.url, { source, accessToken })
        const { data, errors } = await client.send(source)
        return { ...(data !== undefined && { data }), ...(errors !== undefined && { errors }) }
      }
      // What a query shows may still be on its way; a mutation is sent once, as a reader sends it.
      const answer = source.startsWith('mutation')
        ? await ask()
        : await eventually(ask, value => matches(value, expected))
      expect(answer).toEqual(pattern(expected))
      const token = tokenIn(answer)
      if (token !== undefined) {
        client = clientOf(waystone.url, token)
        accessToken = token
      }
    }
  })
})
