import { expect, it } from 'vitest'
import type { ProvenChange, ProvenPull } from './proof.js'
import { vectorsOf } from './vectors.js'
import { verifyHistory } from './verify-history.js'

const ANOTHER_HASH = 'f'.repeat(64)

/** All 16 pulls of a player, eight under each of two seeds. */
const history = (): readonly ProvenPull[] => vectorsOf('history').map(({ pull }) => pull)
const change = (pull: ProvenPull, proof: object): ProvenPull => ({ ...pull, proof: { ...pull.proof, ...proof } })
/** A change whose seed is secret: its number alone counts. */
const changeAt = (seedNumber: number, nonce: number): ProvenChange => {
  const [first] = history()
  if (first === undefined) throw new Error('Expected a history')
  const { banner, proof } = change(first, { seedNumber, nonce, serverSeed: null })
  return { change: 'REFILL', banner, proof }
}
const problemsOf = async (pulls: readonly ProvenPull[]) => (await verifyHistory(pulls)).problems.map(({ of }) => of)

it('matches pulls over two seeds, whatever order they come in', async () => {
  expect(await verifyHistory(history().toReversed())).toEqual({ recomputed: 16, secret: 0, problems: [] })
})

it('leaves pulls of the seed in use for later', async () => {
  const pulls = history().map(pull => (pull.proof.seedNumber === 2 ? change(pull, { serverSeed: null }) : pull))
  expect(await verifyHistory(pulls)).toEqual({ recomputed: 8, secret: 8, problems: [] })
})

it('takes the word of the first pull for its pity where older ones are left out', async () => {
  const later = history().slice(4)
  expect(await verifyHistory(later, { beginsAtFirst: false })).toEqual({
    recomputed: 12,
    secret: 0,
    problems: [],
  })
})

it('finds a pull that was left out, by its number and by its pity', async () => {
  const found = await problemsOf(history().filter((_, at) => at !== 3))
  expect(found).toContain('nonces')
  expect(found).toContain('pity')
})

it('counts the numbers of changes between pulls', async () => {
  const [pulls, taken] = [history().filter(({ proof }) => proof.nonce !== 7), history().at(-1)]
  const changes = [1, 2].map(seedNumber => changeAt(seedNumber, 7))
  expect(taken?.proof).toMatchObject({ seedNumber: 2, nonce: 7 })
  const { problems } = await verifyHistory([...pulls, ...history().slice(-1)], { changes: changes.slice(0, 1) })
  expect(problems.map(({ of }) => of)).not.toContain('nonces')
  expect((await verifyHistory(history(), { changes })).problems.map(({ of }) => of)).toEqual(['nonces', 'nonces'])
})

it('finds pity that was not handed on', async () => {
  const forged = history().map((pull, at) =>
    at === 5 ? change(pull, { pityBefore: { ...pull.proof.pityBefore, superRareGuaranteed: true } }) : pull,
  )
  expect(await problemsOf(forged)).toEqual(['pity'])
})

it('finds a second seed that was not the one committed to', async () => {
  const forged = history().map(pull =>
    pull.proof.seedNumber === 1 ? change(pull, { nextServerSeedHash: ANOTHER_HASH }) : pull,
  )
  expect(await problemsOf(forged)).toEqual(['link'])
})

it('finds two seeds under one number, and one that stays secret', async () => {
  const forged = history().map((pull, at) => (at === 2 ? change(pull, { clientSeed: 'other' }) : pull))
  expect(await problemsOf(forged)).toContain('seed')
  const secret = history().map(pull => (pull.proof.seedNumber === 1 ? change(pull, { serverSeed: null }) : pull))
  expect(await problemsOf(secret)).toContain('seed')
})
