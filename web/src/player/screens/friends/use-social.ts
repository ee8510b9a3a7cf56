import { useState } from 'react'
import { useMutation, type TypedDocumentNode } from 'urql'
import { useOutcome } from '../../../refusals/use-outcome.js'
import type { RefusalLike } from '../../../refusals/refusal.js'
import { errorText } from '../../../refusals/error-text.js'

/** One mutation of a button: it is done once at a time, and `problem` says why it was not done. */
export function useAct<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  resultOf: (data: Data) => RefusalLike | boolean,
) {
  const [{ fetching }, mutate] = useMutation(document)
  const outcome = useOutcome()
  const [failure, setFailure] = useState<string | null>(null)
  return {
    busy: fetching,
    problem: outcome.problem ?? failure,
    /** @returns whether it was done */
    act: async (variables: Variables): Promise<boolean> => {
      setFailure(null)
      const { data, error } = await mutate(variables)
      const result = data === undefined ? undefined : resultOf(data)
      if (typeof result === 'boolean') return result
      if (result === undefined) {
        setFailure(errorText(error))
        return false
      }
      return outcome.check(result, error) !== null
    },
  }
}
