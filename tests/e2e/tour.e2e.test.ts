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
  readonly isText: boolean
}

const page = readFileSync('docs/tour.md', 'utf8')

/** The blocks of the tour, each with the answer printed below it: JSON, or the lines that a command prints. */
const readTour = (): Step[] =>
  [...page.matchAll(/```(graphql|sh)\n([\s\S]*?)```\n```(json|text)\n([\s\S]*?)```/g)].map(
    ([, language, source = '', kind, answer = '']) => ({
      language: language as Step['language'],
      source,
      expected: kind === 'json' ? (JSON.parse(answer) as unknown) : answer.trim().split('\n'),
      isText: kind === 'text',
    }),
  )

/** "…" stands for any value, and within a line for any text. */
const pattern = (value: unknown): unknown => {
  if (value === '…') return expect.anything() as unknown
  if (typeof value === 'string' && value.includes('…'))
    return expect.stringMatching(new RegExp(`^${value.split('…').map(escaped).join('.+')}$`)) as unknown
  if (Array.isArray(value)) return value.map(pattern)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pattern(inner)]))
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

const matches = (answer: unknown, expected: unknown): boolean => {
  try {
    expect(answer).toEqual(pattern(expected))
    return true
  } catch {
    // Not yet what the page prints: the caller asks again, or fails with the last answer.
    return false
  }
}

const tokenIn = (answer: unknown, name: 'accessToken' | 'refreshToken'): string | undefined =>
  new RegExp(`"${name}":"([^"]+)"`).exec(JSON.stringify(answer))?.[1]

/** The output of a command: its lines, or the JSON in them. */
function run(command: string, { isText }: { isText: boolean }): unknown {
  const printed = execFileSync('sh', ['-c', command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return isText ? printed.trim().split('\n') : (JSON.parse(printed) as unknown)
}

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

describe('the tour in docs/tour.md', () => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone('standalone')
  })
  afterAll(() => waystone.close())

  it('does what it says, from top to bottom', async () => {
    const steps = readTour()
    // Two fences around each operation, and two around its answer: no block is left out.
    expect(page.match(/^```/gm)).toHaveLength(4 * steps.length)
    expect(steps.length).toBeGreaterThan(14)
    let client = clientOf(waystone.url)
    let accessToken = ''
    let refreshToken = ''
    for (const { language, source: printed, expected, isText } of steps) {
      const source = printed
        .replaceAll('http://127.0.0.1:4000', waystone.url)
        .replaceAll('Bearer …', `Bearer ${accessToken}`)
        .replaceAll('ACCESS_TOKEN=…', `ACCESS_TOKEN=${accessToken}`)
        .replaceAll('refreshToken: "…"', `refreshToken: "${refreshToken}"`)
      const ask = async (): Promise<unknown> => {
        if (language === 'sh') return run(source, { isText })
        if (source.startsWith('subscription')) return await firstEvent(waystone.url, { source, accessToken })
        const { data, errors } = await client.send(source)
        return { ...(data !== undefined && { data }), ...(errors !== undefined && { errors }) }
      }
      // What a query shows may still be on its way; a mutation is sent once, as a reader sends it.
      const answer = source.startsWith('mutation')
        ? await ask()
        : await eventually(ask, value => matches(value, expected))
      expect(answer).toEqual(pattern(expected))
      refreshToken = tokenIn(answer, 'refreshToken') ?? refreshToken
      const token = tokenIn(answer, 'accessToken')
      if (token !== undefined) {
        client = clientOf(waystone.url, token)
        accessToken = token
      }
    }
  })

  it('begins with the taste that README.md gives', async () => {
    const [, taste = ''] = /```graphql\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
    const { data, errors } = await clientOf(waystone.url).send<{ banners: unknown[] }>(taste)
    expect(errors).toBeUndefined()
    expect(data?.banners).toContainEqual(expect.objectContaining({ name: 'First Light', odds: expect.anything() }))
  })
})
