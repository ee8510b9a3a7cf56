import type { Subgraph } from '../real-subgraphs.js'

/** A supergraph and what it answers, by hand. */
export interface Suite {
  readonly subgraphs: Readonly<Record<string, Subgraph>>
  readonly questions: readonly Question[]
}

export interface Question {
  readonly ask: string
  readonly variables?: Record<string, unknown>
  readonly data: Record<string, unknown> | null
  /** Paths of errors. */
  readonly errorsAt?: readonly string[]
  /** How often each subgraph is asked; one that is left out may be asked as often as it takes. */
  readonly fetches?: Readonly<Record<string, number>>
  /** The behaviour of Apollo's gateway where it is wrong. */
  readonly stock?: 'answers otherwise' | 'says nothing'
}

/** Finds an entity by whichever of its keys came. */
export const oneOf =
  <TEntity extends object>(entities: readonly TEntity[], ...keyFields: (keyof TEntity & string)[]) =>
  (reference: Readonly<Record<string, unknown>>): TEntity | null =>
    entities.find(entity =>
      keyFields.some(
        key => reference[key] !== undefined && JSON.stringify(reference[key]) === JSON.stringify(entity[key]),
      ),
    ) ?? null
