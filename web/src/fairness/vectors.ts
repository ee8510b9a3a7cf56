import type { ProvenPull } from './proof.js'
import text from './vectors.ndjson?raw'

/** A pull that gacha has drawn, and the checks that its own verification says it fails. */
export interface Vector {
  readonly kind: 'pull' | 'history' | 'forgery'
  readonly failed: readonly string[]
  readonly pull: ProvenPull
}

type Line = { readonly definition: unknown; readonly pull?: undefined } | (Vector & { readonly definition: number })

/** Of vectors.ndjson, which a test of gacha writes (subgraphs/gacha/src/domain/fairness-vectors.test.ts). */
export function vectorsOf(kind: Vector['kind']): readonly Vector[] {
  const lines = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
  return lines.flatMap(line => {
    if (line.pull === undefined || line.kind !== kind) return []
    const { definition } = lines[line.definition] ?? {}
    return [{ ...line, pull: { ...line.pull, proof: { ...line.pull.proof, definition } } }]
  })
}
