import type { DataSource, IncrementalPayload, OperationResult } from '@waystone/federation/contract'

type Path = readonly (string | number)[]
type Sources = Readonly<Record<string, DataSource>>
type Told = Pick<OperationResult, 'data'> & {
  readonly errors?: readonly { path?: Path | undefined }[] | undefined
}

/**
 * The invariant of every case: a null that no subgraph said has an error at it, above it or below it, and a
 * list has as many items as a subgraph said. Subgraphs' answers are compared by response key.
 */
export class SaidNulls {
  readonly #nulls = new Set<string>()
  readonly #lengths = new Map<string, Set<number>>()
  readonly #errors: Path[] = []
  readonly #clientKey: (planned: string) => string

  /** @param clientKey the key of the client for a key of the plan. */
  constructor(clientKey: (planned: string) => string = key => key) {
    this.#clientKey = clientKey
  }

  /** The same sources, whose answers are noted. */
  watch(sources: Sources): Sources {
    const watched = Object.entries(sources).map(([name, source]): [string, DataSource] => [
      name,
      {
        ...source,
        execute: async request => {
          const answer = await source.execute(request)
          this.#note('', answer.data)
          return answer
        },
      },
    ])
    return Object.fromEntries(watched)
  }

  /** @throws Error naming the first null or list that breaks the rule. */
  check({ data, errors = [] }: Told, at: Path = []): void {
    for (const { path = [] } of errors) this.#errors.push(path)
    const fault = this.#faultIn(data ?? null, at)
    if (fault !== undefined) throw new Error(`${fault}: ${JSON.stringify({ data, errors })}`)
  }

  /** Payloads whose parts are checked as they come. */
  async *checked(payloads: AsyncIterable<IncrementalPayload>): AsyncIterable<IncrementalPayload> {
    for await (const payload of payloads) {
      for (const part of payload.incremental ?? []) this.check(part, part.path)
      yield payload
    }
  }

  #note(key: string, value: unknown): void {
    if (value === null) this.#nulls.add(key)
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      this.#lengths.set(key, (this.#lengths.get(key) ?? new Set()).add(value.length))
      for (const item of value) this.#note(key, item)
      return
    }
    for (const [planned, below] of Object.entries(value))
      this.#note(this.#clientKey(planned.replace(/__alias_\d+$/, '')), below)
  }

  #faultIn(value: unknown, path: Path): string | undefined {
    const key = path.findLast(step => typeof step === 'string') ?? ''
    if (value === null || value === undefined)
      return this.#nulls.has(key) || this.#isExplained(path)
        ? undefined
        : `a null that no subgraph said has no error: ${path.join('.')}`
    if (typeof value !== 'object') return undefined
    if (Array.isArray(value) && this.#lengths.get(key)?.has(value.length) !== true)
      return `a list has as many items as no subgraph said: ${path.join('.')}`
    for (const [name, below] of Object.entries(value)) {
      // Introspection is answered by the gateway.
      if (path.length === 0 && name.startsWith('__')) continue
      const fault = this.#faultIn(below, [...path, Array.isArray(value) ? Number(name) : name])
      if (fault !== undefined) return fault
    }
    return undefined
  }

  #isExplained(path: Path): boolean {
    return this.#errors.some(error => error.slice(0, path.length).every((step, depth) => step === path[depth]))
  }
}
