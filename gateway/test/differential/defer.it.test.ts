import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.js'
import { partsOf, makeDeferred, runDeferCase } from './defer.js'
import { createSubject } from './differential.js'
import { createStockExecutor } from './stock-executor.js'
import { compose, supergraphs } from './supergraphs/index.js'
import { mediaWithoutRequires } from './supergraphs/media.js'

/** A quarter of those of the other suite (differential.it.test.ts): planning with @defer costs more. */
const CASES = Number(process.env['DIFFERENTIAL_CASES'] ?? 2_000) / 4
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1)
const ANSWERS_PER_OPERATION = 5
const CASE_TIMEOUT_MS = 400

const casesEach = Math.ceil(CASES / Object.keys(supergraphs).length)

/**
 * The planner's own mistakes are left out: of an interface object's fields, one of which requires another, it
 * fetches all or none, so that one that was asked for is null where the required one was not
 * (docs/decisions/020-own-executor.md).
 */
const subjects = {
  ...supergraphs,
  media: () => compose(mediaWithoutRequires),
}

describe('answers in parts', () => {
  for (const [name, supergraph] of Object.entries(subjects)) {
    it(`${casesEach} of them, to random operations of the supergraph "${name}", are together what they are without @defer`, {
      timeout: 60_000 + casesEach * CASE_TIMEOUT_MS,
    }, async () => {
      const stock = createStockExecutor()
      const subject = createSubject(name, supergraph())
      let cases = 0
      let inParts = 0
      for (let seed = FIRST_SEED; cases < casesEach; seed++) {
        const made = makeDeferred(subject, seed)
        for (let answerSeed = 0; answerSeed < ANSWERS_PER_OPERATION && cases < casesEach; answerSeed++, cases++) {
          const result = await runDeferCase(made, answerSeed, stock)
          if (result === null) break
          const { description, payloads, parts, announced, hasFaults } = result
          if (payloads.length > 0) inParts++
          expect(canonicalJson(result.data), description).toBe(canonicalJson(result.stock.data))
          expect(result.errors, description).toEqual(result.stock.errors)
          expect(canonicalJson(parts.data), description).toBe(canonicalJson(result.data))
          expect(result.errorsOfParts, description).toEqual(result.errors)
          // Where nothing fails, no part makes null what another has, and none is without data.
          const failed = partsOf(payloads).filter(({ data }) => data === null)
          expect(hasFaults ? [] : [...parts.conflicts, ...failed], description).toEqual([])
          expect(announced.hasFailed && !hasFaults, description).toBe(false)
          // A fragment that fails leaves what is around it, which becomes null without @defer.
          const isWhole = !announced.hasFailed && failed.length === 0
          expect(canonicalJson(isWhole ? announced.data : null), description).toBe(
            canonicalJson(isWhole ? result.data : null),
          )
          expect(
            payloads.map(({ hasNext }) => hasNext),
            description,
          ).toEqual(payloads.map((_, index) => index < payloads.length - 1))
        }
      }
      // Not all fragments are worth a part, and conditions leave some out.
      expect(inParts).toBeGreaterThan(cases / 5)
    })
  }
})
