import type { ProvenChange, ProvenPull } from '../proof.js'
import text from './vectors.ndjson?raw'

/** An order or a change of a player, and the checks that gacha's own verification says it fails. */
export interface ModelVector {
  readonly kind: 'step' | 'forgery'
  readonly player: number
  readonly failed: readonly string[]
  readonly step: ProvenPull | ProvenChange
}

type Line =
  | { readonly definition: unknown; readonly step?: undefined }
  | (ModelVector & { readonly definition: number })

/** Of vectors.ndjson, which a test of gacha writes (subgraphs/gacha/src/domain/banner-model/model-vectors.test.ts). */
export function modelVectorsOf(kind: ModelVector['kind']): readonly ModelVector[] {
  const lines = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
  return lines.flatMap(line => {
    if (line.step === undefined || line.kind !== kind) return []
    const { definition } = lines[line.definition] ?? {}
    return [{ ...line, step: withDefinition(line.step, definition) }]
  })
}

const withDefinition = <Step extends ModelVector['step']>(step: Step, definition: unknown): Step => ({
  ...step,
  proof: { ...step.proof, definition },
})

export const isPull = (step: ModelVector['step']): step is ProvenPull => !('change' in step)
