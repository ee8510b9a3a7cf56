import { expect, it } from 'vitest'
import type { ProvenChange, ProvenPull } from '../proof.js'
import { verifyHistory } from '../verify-history.js'
import { ModelHistory } from './history.js'
import { memoryOf } from './memory.js'
import { isPull, modelVectorsOf } from './vectors.js'

interface History {
  readonly pulls: readonly ProvenPull[]
  readonly changes: readonly ProvenChange[]
}

const histories = (): readonly History[] => {
  const vectors = modelVectorsOf('step')
  return [...new Set(vectors.map(({ player }) => player))].map(each => {
    const steps = vectors.filter(({ player }) => player === each).map(({ step }) => step)
    return { pulls: steps.filter(isPull), changes: steps.filter(step => !isPull(step)) as readonly ProvenChange[] }
  })
}
/** The first whose steps include such a one. */
const historyWith = (has: (history: History) => boolean): History => {
  const found = histories().find(has)
  if (found === undefined) throw new Error('Expected such a history')
  return found
}
const problemsOf = async ({ pulls, changes }: History) =>
  (await verifyHistory(pulls, { changes })).problems.map(({ of }) => of)
const changed = <Step extends ProvenPull | ProvenChange>(step: Step, proof: object): Step => ({
  ...step,
  proof: { ...step.proof, ...proof },
})

it('hands memories on over orders and changes of every kind, across banners and seeds', async () => {
  const kinds = new Set<string>()
  for (const history of histories()) {
    const { pulls, changes } = history
    expect(await verifyHistory(pulls.toReversed(), { changes })).toEqual({
      recomputed: pulls.length,
      secret: 0,
      problems: [],
    })
    for (const { change } of changes) kinds.add(change)
  }
  expect([...kinds].toSorted()).toEqual(['REFILL', 'TARGET', 'WISHES'])
})

it('takes the word of the first orders for what is remembered where older ones are left out', async () => {
  for (const { pulls, changes } of histories()) {
    const later = pulls.slice(3)
    const { problems } = await verifyHistory(later, { beginsAtFirst: false, changes })
    expect(problems).toEqual([])
  }
})

it('finds a list of wishes that was not made, and what it has not set back, where older ones are left out', async () => {
  const lists = histories().flatMap(({ changes }) =>
    changes.filter(
      ({ change, proof: { before } }) => change === 'WISHES' && (memoryOf(before)?.wishes ?? []).length > 0,
    ),
  )
  const found = async (change: ProvenChange, proof: object) => {
    const checks = await new ModelHistory({ isWhole: false }).verifyChange(changed(change, proof))
    return checks.flatMap(({ of, matches }) => (matches ? [] : [of]))
  }
  expect(lists.length).toBeGreaterThan(0)
  for (const list of lists) {
    const [before, after] = [memoryOf(list.proof.before), memoryOf(list.proof.after)]
    expect(await found(list, {})).toEqual([])
    expect(await found(list, { after: { ...after, wishes: before?.wishes } })).toEqual(['memoryAfter'])
    expect(await found(list, { after: { ...after, counters: { misses: 7 } } })).toEqual(['memoryAfter'])
    expect(await found(list, { before: { ...before, wishes: ['no', 'item'] } })).toEqual(['memoryBefore'])
  }
})

it('finds an order that was left out', async () => {
  const history = historyWith(({ pulls }) => pulls.length > 5)
  const found = await problemsOf({ ...history, pulls: history.pulls.filter((_, at) => at !== 2) })
  expect(found).toContain('nonces')
  expect(found).toContain('memory')
})

it('finds a memory that was not handed on, even where the draw follows from it', async () => {
  const history = historyWith(({ pulls }) => pulls.some(({ proof }) => JSON.stringify(proof.before).includes('since')))
  const pulls = history.pulls.map((pull, at) =>
    at === 4 ? changed(pull, { before: { ...Object(pull.proof.before), counters: {} } }) : pull,
  )
  expect(await problemsOf({ ...history, pulls })).toContain('memory')
})

it('finds a change that the rules do not make, and one that was left out', async () => {
  const history = historyWith(({ changes }) => changes.filter(({ change }) => change === 'TARGET').length > 1)
  const [first, ...others] = history.changes
  if (first === undefined) throw new Error('Expected a change')
  const after = { ...Object(first.proof.after), counters: { since: 1 } }
  expect(await problemsOf({ ...history, changes: [changed(first, { after }), ...others] })).toContain('change')
  const left = await problemsOf({ ...history, changes: others })
  expect(left).toContain('nonces')
  expect(left).toContain('memory')
})

it('finds owned items that an order before has given, and that are left out later', async () => {
  const history = historyWith(({ pulls }) =>
    pulls.some(({ proof }) => /"owned":\["/.test(JSON.stringify(proof.before))),
  )
  const at = history.pulls.findIndex(({ proof }) => /"owned":\["/.test(JSON.stringify(proof.before)))
  const pulls = history.pulls.map((pull, index) =>
    index === at ? changed(pull, { before: { ...Object(pull.proof.before), owned: [] } }) : pull,
  )
  expect(await problemsOf({ ...history, pulls })).toContain('memory')
})
