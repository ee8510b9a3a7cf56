import { useEffect, useState } from 'react'
import { accessToken } from '../../session/session.js'
import { saveFile } from './save-file.js'

/** The questions that the last run has answered (docs/decisions/134-answers-of-the-warehouse-are-files.md). */
export interface Warehouse {
  /** Null where there is no warehouse. */
  readonly ranAt: string | null
  readonly questions: readonly { readonly name: string; readonly description: string }[]
}

/** An answer; the values are texts, since some numbers are larger than JavaScript's. */
export interface Answer {
  readonly question: string
  readonly ranAt: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** More than `rows` has where the answer was cut. */
  readonly rowCount: number
  readonly chart: Chart
}

/** Rows with the same panel, series and `x` are added up. */
export interface Chart {
  readonly kind: 'line' | 'bars'
  readonly x: string
  readonly scale: 'time' | 'number' | 'category'
  readonly y: readonly string[]
  readonly series: string | null
  readonly panels: readonly string[]
}

export type Fetched<Data> =
  | { readonly phase: 'loading' }
  | { readonly phase: 'refused' }
  | { readonly phase: 'failed' }
  | { readonly phase: 'here'; readonly data: Data }

/** @param search of the address: '' for the list of questions */
export function useWarehouse<Data extends Warehouse | Answer>(search: string): Fetched<Data> {
  const [fetched, setFetched] = useState<{ readonly search: string; readonly state: Fetched<Data> } | null>(null)
  useEffect(() => {
    let isOver = false
    const ask = async () => {
      const state = await stateOf<Data>(search).catch((): Fetched<Data> => ({ phase: 'failed' }))
      if (!isOver) setFetched({ search, state })
    }
    void ask()
    return () => {
      isOver = true
    }
  }, [search])
  return fetched?.search === search ? fetched.state : { phase: 'loading' }
}

async function stateOf<Data>(search: string): Promise<Fetched<Data>> {
  const response = await request(search)
  if (response.status === 403) return { phase: 'refused' }
  if (!response.ok) return { phase: 'failed' }
  return { phase: 'here', data: (await response.json()) as Data }
}

/** Saves the rows of an answer as a CSV file. @throws Error when they do not come. */
export const saveAnswer = async (question: string): Promise<void> =>
  await saveFile(await request(`?question=${encodeURIComponent(question)}&format=csv`), `${question}.csv`)

const request = async (search: string): Promise<Response> =>
  await fetch(`/console/warehouse${search}`, {
    headers: { accept: 'application/json', authorization: `Bearer ${await accessToken()}` },
  })
