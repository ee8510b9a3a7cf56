/** How deep an error may be wrapped: Prisma's error → its driver adapter's → what Postgres said. */
const WRAPPINGS_MAX = 5

/** Unique, foreign key, check and exclusion constraints, and RESTRICT; NOT NULL has no name to look for. */
const constraintStates = new Set(['23505', '23503', '23514', '23P01', '23001'])

/**
 * The name of the constraint that a statement violated, or null when the error is of another kind.
 * Knows the errors of node-pg and those of Prisma (whose adapter keeps the name in Postgres' own message only).
 */
export function violatedConstraint(error: unknown): string | null {
  for (const layer of layersOf(error)) {
    if (!constraintStates.has(sqlStateOf(layer) ?? '')) continue
    if (typeof layer['constraint'] === 'string') return layer['constraint']
    const name = indexOf(layer['constraint']) ?? quotedName(layer['originalMessage'] ?? layer['message'])
    if (name !== null) return name
  }
  return null
}

/**
 * Checks that the transaction failed only because of concurrent ones (SQLSTATE class 40): a retry may
 * succeed.
 */
export function isRetryable(error: unknown): boolean {
  return layersOf(error).some(
    layer => layer['code'] === 'P2034' || layer['kind'] === 'TransactionWriteConflict' || isClass40(sqlStateOf(layer)),
  )
}

type Layer = Readonly<Record<string, unknown>>

/** An error and what it wraps, from the outside in. */
export function layersOf(error: unknown): Layer[] {
  const layers: Layer[] = []
  let layer: unknown = error
  while (isLayer(layer) && layers.length < WRAPPINGS_MAX) {
    layers.push(layer)
    const meta = layer['meta']
    layer = (isLayer(meta) ? meta['driverAdapterError'] : undefined) ?? layer['cause']
  }
  return layers
}

function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null
}

function sqlStateOf(layer: Layer): string | null {
  const state = layer['originalCode'] ?? layer['code']
  return typeof state === 'string' ? state : null
}

const isClass40 = (state: string | null) => state !== null && /^40[0-9A-Z]{3}$/.test(state)

function indexOf(constraint: unknown): string | null {
  return isLayer(constraint) && typeof constraint['index'] === 'string' ? constraint['index'] : null
}

function quotedName(message: unknown): string | null {
  return typeof message === 'string' ? (/constraint "([^"]+)"/.exec(message)?.[1] ?? null) : null
}
