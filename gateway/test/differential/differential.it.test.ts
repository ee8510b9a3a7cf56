import { describe, expect, it } from 'vitest'
import { createSubject, planRandom, runCase } from './differential.js'
import { createStockExecutor } from './stock-executor.js'
import { supergraphs } from './supergraphs/index.js'

/** `npm run test:differential` runs ten times as many. */
const CASES = Number(process.env['DIFFERENTIAL_CASES'] ?? 2_000)
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1)
/** Planning costs more than running: each operation gets several sets of answers. */
const ANSWERS_PER_OPERATION = 5
const CASE_TIMEOUT_MS = 100

const casesEach = Math.ceil(CASES / Object.keys(supergraphs).length)

describe('compiled execution', () => {
  for (const [name, supergraph] of Object.entries(supergraphs)) {
    it(`answers ${casesEach} random operations of the supergraph "${name}" as Apollo's executor does`, {
      timeout: 60_000 + casesEach * CASE_TIMEOUT_MS,
    }, async () => {
      const stock = createStockExecutor()
      const subject = createSubject(name, supergraph())
      let cases = 0
      for (let seed = FIRST_SEED; cases < casesEach; seed++) {
        const planned = planRandom(subject, seed)
        if (planned === null) continue
        for (let answerSeed = 0; answerSeed < ANSWERS_PER_OPERATION && cases < casesEach; answerSeed++, cases++) {
          const result = await runCase(planned, answerSeed, stock)
          expect(result.differences, result.description).toEqual([])
        }
      }
      expect(cases).toBe(casesEach)
    })
  }
})
