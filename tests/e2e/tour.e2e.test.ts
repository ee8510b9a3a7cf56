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

interface Around {
  readonly data: {
    readonly worldUpdated: {
      readonly changes: readonly {
        readonly __typename: string
        readonly monster?: { readonly id: string; readonly name: string }
      }[]
    }
  }
}

/** The tour as it is walked by a reader, who puts what was answered before in place of "…". */
function createReader(url: string) {
  let client = clientOf(url)
  let accessToken = ''
  let refreshToken = ''
  let characterId = ''
  let around = ''
  const filledIn = (source: string) =>
    source
      .replaceAll('http://127.0.0.1:4000', url)
      .replaceAll('Bearer …', `Bearer ${accessToken}`)
      .replaceAll('ACCESS_TOKEN=…', `ACCESS_TOKEN=${accessToken}`)
      .replaceAll('refreshToken: "…"', `refreshToken: "${refreshToken}"`)
      .replaceAll('characterId: "…"', `characterId: "${characterId}"`)
  const send = async (source: string): Promise<unknown> => {
    const { data, errors } = await client.send(source)
    return { ...(data !== undefined && { data }), ...(errors !== undefined && { errors }) }
  }
  const ask = async (source: string, { language, isText }: Pick<Step, 'language' | 'isText'>): Promise<unknown> => {
    if (language === 'sh') return run(source, { isText })
    if (!source.startsWith('subscription')) return await send(source)
    if (source.includes('worldUpdated')) around = source
    return await firstEvent(url, { source, accessToken })
  }
  /** Slimes wander: the first of those in view that is in reach. */
  const attack = async (source: string, expected: unknown): Promise<unknown> => {
    const { data } = (await firstEvent(url, { source: around, accessToken })) as Around
    let answer: unknown
    for (const { monster } of data.worldUpdated.changes) {
      if (monster?.name.includes('Slime') !== true) continue
      answer = await send(source.replace('monsterId: "…"', `monsterId: "${monster.id}"`))
      if (matches(answer, expected)) break
    }
    return answer
  }
  const take = ({ language, source: printed, expected, isText }: Step): Promise<unknown> => {
    const source = filledIn(printed)
    const isAnswered = (value: unknown) => matches(value, expected)
    if (source.includes('monsterId: "…"')) return eventually(() => attack(source, expected), isAnswered, FIGHT_MS)
    // Each other mutation is sent once, as a reader sends it.
    if (source.startsWith('mutation')) return ask(source, { language, isText })
    // A query's expected data may need time to arrive.
    return eventually(() => ask(source, { language, isText }), isAnswered, FIGHT_MS)
  }
  return async (step: Step): Promise<unknown> => {
    const answer = await take(step)
    refreshToken = tokenIn(answer, 'refreshToken') ?? refreshToken
    characterId ||= /"createCharacter":{"id":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? ''
    const token = tokenIn(answer, 'accessToken')
    if (token !== undefined) {
      client = clientOf(url, token)
      accessToken = token
    }
    return answer
  }
}

/** A walk to the slimes, until one comes near, and until it is dead. */
const FIGHT_MS = 60_000

describe('the tour in docs/tour.md', () => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone('standalone')
  })
  afterAll(() => waystone.close())

  it('does what it says, from top to bottom', { timeout: 4 * FIGHT_MS }, async () => {
    const steps = readTour()
    // Each operation and its answer: no block is left out.
    expect(blocksOf('docs/tour.md')).toHaveLength(2 * steps.length)
    expect(steps.length).toBeGreaterThan(19)
    const take = createReader(waystone.url)
    for (const step of steps) expect(await take(step)).toEqual(pattern(step.expected))
  })

  it('begins with the taste that README.md gives', async () => {
    const taste = blocksOf('README.md').find(({ language }) => language === 'graphql')?.text ?? ''
    const { data, errors } = await clientOf(waystone.url).send<{ banners: unknown[] }>(taste)
    expect(errors).toBeUndefined()
    expect(data?.banners).toContainEqual(expect.objectContaining({ name: 'First Light', odds: expect.anything() }))
  })
})
