import { describe, expect, it } from 'vitest'
import { createSubject, planRandom } from './differential.js'
import { runRepeatsCase } from './repeats.js'
import { supergraphs } from './supergraphs/index.js'

const CASES = Number(process.env['DIFFERENTIAL_CASES'] ?? 2_000) / 20
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1)
const CASE_TIMEOUT_MS = 500
/** Of fewer, chance decides whether they repeat as often as is expected below. */
const CASES_MIN = 8
const casesEach = Math.max(CASES_MIN, Math.ceil(CASES / Object.keys(supergraphs).length))

describe('answers that are remembered', () => {
  for (const [name, supergraph] of Object.entries(supergraphs)) {
    it(`are those of a fresh execution, for ${casesEach} random operations of the supergraph "${name}"`, {
      timeout: 60_000 + casesEach * CASE_TIMEOUT_MS,
    }, async () => {
      const subject = createSubject(name, supergraph())
      const counts = { repeated: 0, executed: 0, changed: 0 }
      let cases = 0
      for (let seed = FIRST_SEED; cases < casesEach; seed++) {
        const planned = planRandom(subject, seed)
        if (planned?.operation.definition.operation !== 'query') continue
        const { answers, outcomes, description } = await runRepeatsCase(planned, cases++)
        for (const [turn, { repeating, fresh }] of answers.entries())
          expect(repeating, `turn ${turn} of ${description}`).toEqual(fresh)
        for (const outcome of outcomes) counts[outcome]++
      }
      expect(counts.repeated).toBeGreaterThan(casesEach)
      expect(counts.changed).toBeGreaterThan(casesEach / 2)
    })
  }
})
