import { expect, it } from 'vitest'
import type { ProvenPull } from './proof.js'
import { vectorsOf } from './vectors.js'
import { verifyPull } from './verify-pull.js'

const failedOf = async (pull: ProvenPull) =>
  (await verifyPull(pull)).checks.flatMap(({ of, index, matches }) => (matches ? [] : [index ?? of]))

/** Our checks by the names that verify-pull gives them. */
const NAMES: Readonly<Record<string, string>> = {
  'number of items': 'count',
  algorithm: 'algorithm',
  'hash of the definition': 'oddsHash',
  'commitment to the server seed': 'commitment',
  definition: 'definition',
}
const ours = (failed: readonly string[]) => failed.map(name => NAMES[name] ?? Number(name.replace('item ', '')))

const somePull = (): ProvenPull => {
  const found = vectorsOf('pull').find(({ pull }) => pull.items.length === 10)
  if (found === undefined) throw new Error('Expected a vector of ten items')
  return found.pull
}
const withProof = (change: object): ProvenPull => {
  const pull = somePull()
  return { ...pull, proof: { ...pull.proof, ...change } }
}

it('draws 240 pulls over ten banners as gacha has drawn them', async () => {
  const vectors = vectorsOf('pull')
  expect(vectors).toHaveLength(240)
  for (const { pull, failed } of vectors) {
    expect(failed).toEqual([])
    expect(await failedOf(pull)).toEqual([])
  }
})

it('finds each kind of forgery where verify-pull finds it', async () => {
  const vectors = vectorsOf('forgery')
  expect(vectors.length).toBeGreaterThan(25)
  for (const { pull, failed } of vectors) {
    expect(failed.length).toBeGreaterThan(0)
    expect(await failedOf(pull)).toEqual(ours(failed))
  }
})

it('shows the message of each digest, and numbers that follow from its words', async () => {
  const pull = somePull()
  const { steps } = await verifyPull(pull)
  expect(steps).toHaveLength(10)
  for (const [index, { digests, rolls }] of steps.entries()) {
    expect(digests[0]?.message).toBe(`${pull.proof.clientSeed}:${pull.proof.nonce}:${index}`)
    const words = rolls.map((_, at) => Number.parseInt(digests[0]?.hex.slice(at * 12, at * 12 + 12) ?? '', 16))
    expect(rolls.map(({ word }) => word)).toEqual(words)
    for (const { word, range, value } of rolls) expect(value).toBe(word % range)
  }
})

it('finds a client seed that could stand for two messages, and a server seed that is none', async () => {
  expect(await failedOf(withProof({ clientSeed: 'mine:1' }))).toContain('clientSeed')
  for (const serverSeed of ['', 'ab', 'z'.repeat(64), 'A'.repeat(64), null])
    expect(await failedOf(withProof({ serverSeed }))).toEqual(['commitment'])
})
