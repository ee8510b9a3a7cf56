import { expect, it } from 'vitest'
import type { ProvenPull } from '../proof.js'
import { verifyPull } from '../verify-pull.js'
import { isPull, modelVectorsOf } from './vectors.js'

const failedOf = async (pull: ProvenPull) =>
  (await verifyPull(pull)).checks.flatMap(({ of, index, matches }) => (matches ? [] : [`${of} ${index ?? ''}`.trim()]))

/** Our checks by the names that verify-pull gives them. */
const NAMES: Readonly<Record<string, string>> = {
  algorithm: 'algorithm',
  'hash of the definition': 'oddsHash',
  'commitment to the server seed': 'commitment',
  definition: 'definition',
  order: 'order',
  price: 'price',
  'number of items': 'count',
  'memory before': 'memoryBefore',
  'memory after': 'memoryAfter',
}
const ours = (failed: readonly string[]) =>
  failed.map(name => NAMES[name] ?? name.replace('currency for item', 'payout').replace(' of item', ''))

const pulls = () => modelVectorsOf('step').filter(({ step }) => isPull(step))
const somePull = (outcome: string): ProvenPull => {
  const found = pulls().find(({ step }) => isPull(step) && step.items.some(item => item.outcome?.endsWith(outcome)))
  if (found === undefined || !isPull(found.step)) throw new Error(`Expected an item of ${outcome}`)
  return found.step
}

it('draws orders of every kind of model as gacha has drawn them', async () => {
  const vectors = pulls()
  expect(vectors.length).toBeGreaterThan(100)
  const sources = new Set<string>()
  for (const { step, failed } of vectors) {
    expect(failed).toEqual([])
    expect(isPull(step) && (await failedOf(step))).toEqual([])
    for (const [, source = ''] of JSON.stringify(step.proof.definition).matchAll(/"source":"(\w+)"/g))
      sources.add(source)
  }
  expect([...sources].toSorted()).toEqual(['box', 'target', 'unowned', 'unwished', 'weights', 'wished'])
})

it('finds each kind of forgery where verify-pull finds it', async () => {
  const vectors = modelVectorsOf('forgery')
  expect(vectors.length).toBeGreaterThan(200)
  for (const { step, failed } of vectors) {
    expect(failed.length).toBeGreaterThan(0)
    expect(isPull(step) && (await failedOf(step)).toSorted()).toEqual(ours(failed).toSorted())
  }
})

it('shows the numbers of each item, and the share that each fell to', async () => {
  const pull = somePull('.featured')
  const { modelSteps } = await verifyPull(pull)
  expect(modelSteps.map(({ itemId }) => itemId)).toEqual(pull.items.map(({ item }) => item.id))
  for (const { rolls, digests } of modelSteps) {
    const words = rolls.map((_, at) => Number.parseInt(digests[0]?.hex.slice(at * 12, at * 12 + 12) ?? '', 16))
    expect(rolls.map(({ word }) => word)).toEqual(words)
    for (const { word, range, value, among } of rolls) {
      expect(value).toBe(word % range)
      expect(among.reduce((sum, { share }) => sum + share, 0)).toBe(range)
    }
  }
})

it('does not draw by a definition with a rule that it does not know, and says where it stands', async () => {
  const pull = somePull('.featured')
  const definition = { ...Object(pull.proof.definition), luck: 7 }
  const { checks } = await verifyPull({ ...pull, proof: { ...pull.proof, definition } })
  expect(checks.at(-1)).toMatchObject({ of: 'definition', computed: 'luck', matches: false })
})
