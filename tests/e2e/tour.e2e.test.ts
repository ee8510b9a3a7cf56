import { execFileSync } from 'node:child_process'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { blocksOf } from '@waystone/kit/testing'
import { matches, pattern } from '../pages/expected.js'
import { clientOf, eventually } from './client.js'
import { startWaystone, type Waystone } from './waystone.js'

interface Step {
  readonly language: 'graphql' | 'sh'
  readonly source: string
  readonly expected: unknown
  readonly isText: boolean
}

/** The blocks of the tour, each with the answer printed below it: JSON, or the lines that a command prints. */
const readTour = (): Step[] =>
  blocksOf('docs/tour.md').flatMap(({ language, text, answer }) =>
    answer === null
      ? []
      : [
          {
            language: language as Step['language'],
            source: text,
            expected:
              answer.language === 'json' ? (JSON.parse(answer.text) as unknown) : answer.text.trim().split('\n'),
            isText: answer.language === 'text',
          },
        ],
  )

const tokenIn = (answer: unknown, name: 'accessToken' | 'refreshToken'): string | undefined =>
  new RegExp(`"${name}":"([^"]+)"`).exec(JSON.stringify(answer))?.[1]

/** The output of a command: its lines, or the JSON in them. */
function run(command: string, { isText }: { isText: boolean }): unknown {
  const printed = execFileSync('sh', ['-c', command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return isText ? printed.trim().split('\n') : (JSON.parse(printed) as unknown)
}

/** The first event of a subscription, as an explorer shows it. */
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
    // Each operation and its answer: no block is left out.
    expect(blocksOf('docs/tour.md')).toHaveLength(2 * steps.length)
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
      // A query's expected data may need time to arrive; a mutation is sent once, as a reader sends it.
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
    const taste = blocksOf('README.md').find(({ language }) => language === 'graphql')?.text ?? ''
    const { data, errors } = await clientOf(waystone.url).send<{ banners: unknown[] }>(taste)
    expect(errors).toBeUndefined()
    expect(data?.banners).toContainEqual(expect.objectContaining({ name: 'First Light', odds: expect.anything() }))
  })
})
