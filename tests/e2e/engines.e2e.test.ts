import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf } from '@waystone/kit/testing'
import { pattern } from '../pages/expected.js'
import { csharpSample, godotSample, type Sample } from '../pages/engines.js'
import { startWaystone, type Waystone } from './waystone.js'

const PATIENT = { timeout: 60_000 }
/** Long enough to sign in with, short enough to see it expire. */
const SHORT_LIFETIME = { ACCESS_TOKEN_LIFETIME_SECONDS: '10' }

describe('the samples of docs/engines.md', () => {
  let waystone: Waystone
  let samples: readonly Sample[]
  const endpoint = () => `${waystone.url}/graphql`
  beforeAll(async () => {
    samples = await Promise.all([csharpSample(), godotSample()])
    waystone = await startWaystone('standalone')
  })
  afterAll(async () => {
    await Promise.all([waystone.close(), ...samples.map(sample => sample.close())])
  })

  it('sign in, pull once however often the request is sent, and print what the page says', async () => {
    const shown = blocksOf('docs/engines.md').filter(({ flags }) => [...flags].some(flag => flag.endsWith('#play')))
    expect(shown.map(({ language }) => language)).toEqual(samples.map(({ language }) => language))
    for (const [index, { answer }] of shown.entries())
      expect(await samples[index]?.play(endpoint())).toEqual(answer?.text.trimEnd().split('\n').map(pattern))
  })

  it('follow the wallet over a restart of the gateway and expired tokens, and see the codes that the page says', async () => {
    const watched = samples.map(sample => sample.watch(endpoint()))
    try {
      await expect.poll(() => watched.every(({ lines }) => lines().some(isWallet)), PATIENT).toBe(true)
      await waystone.stop()
      await waystone.restart([], SHORT_LIFETIME)
      await expect.poll(() => watched.map(({ lines }) => cameBack(lines())), PATIENT).toEqual([true, true])
      // Neither class tells 1012: C# throws, Godot is silent until the sample gives the connection up.
      const [csharp, gdscript] = watched.map(({ lines }) => lines().find(isClosed))
      expect(csharp).toMatch(/^closed: The remote party closed/)
      expect(gdscript).toBe('closed: 0')
    } finally {
      for (const { stop } of watched) stop()
    }
    const expiring = samples.map(sample => sample.watch(endpoint()))
    try {
      await expect.poll(() => expiring.map(({ lines }) => cameBack(lines())), PATIENT).toEqual([true, true])
      expect(expiring.map(({ lines }) => lines().find(isClosed))).toEqual(['closed: 4403', 'closed: 4403'])
    } finally {
      for (const { stop } of expiring) stop()
    }
  })
})

const isWallet = (line: string): boolean => /^\d+ diamonds$/.test(line)
const isClosed = (line: string): boolean => line.startsWith('closed: ')

/** Checks that a connection was closed, and the wallet has arrived over a new one. */
function cameBack(lines: readonly string[]): boolean {
  const closed = lines.findLastIndex(isClosed)
  return closed >= 0 && lines.slice(closed).some(isWallet)
}
