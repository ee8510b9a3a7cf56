import { useState } from 'react'
import { useMutation, type TypedDocumentNode } from 'urql'
import { whyNot } from './use-outcome.js'
import type { RefusalLike } from './refusal.js'

/**
 * One mutation of a button: it is done once at a time, and `problem` says why it was not done. An answer that is no
 * object has no refusals: `false` says that nothing was left to do.
 */
export function useAct<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  resultOf: (data: Data) => RefusalLike | boolean | number,
) {
  const [{ fetching }, mutate] = useMutation(document)
  const [problem, setProblem] = useState<string | null>(null)
  /** @returns null when it was done, or the sentence that says why it was not */
  const attempt = async (variables: Variables): Promise<string | null> => {
    const { data, error } = await mutate(variables)
    const result = data ? resultOf(data) : undefined
    const why = typeof result === 'boolean' || typeof result === 'number' ? null : whyNot(result, error)
    setProblem(why)
    return why
  }
  return { busy: fetching, problem, attempt }
}
