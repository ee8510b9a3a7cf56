import { describe, expect, it } from 'vitest'
import { Coverage } from './coverage.js'
import { createModelSubject } from './model-subject.js'
import { randomModel } from './random-model.js'
import { randomQuestion, runModelCase } from './run-model-case.js'

/** A quarter of those of the suite against Apollo's executor: each supergraph is composed for a few of them only. */
const CASES = Math.ceil(Number(process.env['DIFFERENTIAL_CASES'] ?? 2_000) / 4)
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1)
const OPERATIONS_PER_SUPERGRAPH = 12
const CASE_TIMEOUT_MS = 300

/** A suite that composes little, or a gateway that refuses much, shows nothing. */
const COMPOSED_SHARE_MIN = 0.9
const REFUSED_SHARE_MAX = 0.01

describe('supergraphs by chance, whose right answers are known', () => {
  it(`${CASES} operations are answered rightly, or refused with a code`, {
    timeout: 60_000 + CASES * CASE_TIMEOUT_MS,
  }, async () => {
    const { counts, coverage, refusals, wrong } = await runCases()
    process.stdout.write(`Supergraphs from seed ${FIRST_SEED} on: ${JSON.stringify(counts)}\n`)
    for (const [reason, times] of refusals) process.stdout.write(`Refused ${times} times: ${reason}\n`)
    expect(wrong).toBeNull()
    expect(counts.notComposed / counts.supergraphs).toBeLessThan(1 - COMPOSED_SHARE_MIN)
    expect(counts.refused / CASES).toBeLessThan(REFUSED_SHARE_MAX)
    expect(coverage.missing).toEqual([])
  })
})

/** Stops at the first answer that is wrong. */
async function runCases() {
  const coverage = new Coverage()
  const refusals = new Map<string, number>()
  const counts = { supergraphs: 0, notComposed: 0, right: 0, refused: 0 }
  for (let seed = FIRST_SEED; counts.right + counts.refused < CASES; seed++) {
    const subject = createModelSubject(randomModel(seed))
    counts.supergraphs++
    if (typeof subject === 'string') {
      counts.notComposed++
      continue
    }
    for (let operation = 0; operation < OPERATIONS_PER_SUPERGRAPH; operation++) {
      const question = randomQuestion(subject, operation, operation % 3 === 2)
      const { verdict, description } = await runModelCase(subject, question, coverage)
      if (verdict.kind === 'wrong') return { counts, coverage, refusals, wrong: description }
      counts[verdict.kind]++
      if (verdict.kind === 'refused') refusals.set(verdict.reason, (refusals.get(verdict.reason) ?? 0) + 1)
    }
  }
  return { counts, coverage, refusals, wrong: null }
}
