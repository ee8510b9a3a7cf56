import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { partsOf, planDeferred, runDeferCase } from './defer.js'
import { createSubject } from './differential.js'
import { createStockExecutor } from './stock-executor.js'
import { supergraphs } from './supergraphs/index.js'

/** A quarter of those of the other suite (differential.it.test.ts): planning with @defer costs more. */
const CASES = Number(process.env['DIFFERENTIAL_CASES'] ?? 2_000) / 4
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1)
const ANSWERS_PER_OPERATION = 5
const CASE_TIMEOUT_MS = 400

const casesEach = Math.ceil(CASES / Object.keys(supergraphs).length)

describe('answers in parts', () => {
  for (const [name, supergraph] of Object.entries(supergraphs)) {
    it(`${casesEach} of them, to random operations of the supergraph "${name}", are together what they are without @defer`, {
      timeout: 60_000 + casesEach * CASE_TIMEOUT_MS,
    }, async () => {
      const stock = createStockExecutor()
      const subject = createSubject(name, supergraph())
      let cases = 0
      let inParts = 0
      for (let seed = FIRST_SEED; cases < casesEach; seed++) {
        const planned = planDeferred(subject, seed)
        if (planned === null) continue
        for (let answerSeed = 0; answerSeed < ANSWERS_PER_OPERATION && cases < casesEach; answerSeed++, cases++) {
          const result = await runDeferCase(planned, answerSeed, stock)
          const { description, payloads, parts, errorsOfParts, errorsInNothing, hasFaults } = result
          if (payloads.length > 0) inParts++
          expect(result.ours, description).toEqual(result.stock)
          expect(canonicalJson(parts.data), description).toBe(canonicalJson(result.data))
          // Whoever makes an object null that others have, has failed.
          if (!hasFaults) expect(parts.conflicts, description).toEqual([])
          // Nobody asks on for what a null has taken; all else that fails without @defer fails with it, and nothing more does.
          expect(
            result.errors.filter(error => !errorsOfParts.includes(error) && !errorsInNothing.includes(error)),
            description,
          ).toEqual([])
          expect(
            errorsOfParts.filter(error => !result.errors.includes(error)),
            description,
          ).toEqual([])
          expect(
            payloads.map(({ hasNext }) => hasNext),
            description,
          ).toEqual(payloads.map((_, index) => index < payloads.length - 1))
          if (!hasFaults)
            expect(
              partsOf(payloads).filter(({ data }) => data === null),
              description,
            ).toEqual([])
        }
      }
      // Not all fragments are worth a part, and conditions leave some out.
      expect(inParts).toBeGreaterThan(cases / 5)
    })
  }
})
