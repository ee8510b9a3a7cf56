import { useState } from 'react'
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form'
import type { CombinedError } from 'urql'
import { errorText } from './error-text.js'
import { refusalText, showProblems, type RefusalLike } from './refusal.js'

type Succeeded<Result> = Exclude<Result, { readonly message: string }>

/** Why what was tried did not happen, as a sentence for the player; null while there is nothing to say. */
export interface Outcome {
  readonly problem: string | null
  clear(): void
  /** @returns the result where it is none of the refusals; otherwise null, and `problem` says why */
  check<Result extends RefusalLike>(
    result: Result | null | undefined,
    error: CombinedError | undefined,
  ): Succeeded<Result> | null
}

/**
 * The outcome of a mutation. Given a form, problems of InvalidInput stand at their fields, and `problem` says those
 * that have none.
 */
export function useOutcome<Values extends FieldValues>(form?: {
  readonly fields: readonly Path<Values>[]
  readonly setError: UseFormSetError<Values>
}): Outcome {
  const [problem, setProblem] = useState<string | null>(null)
  return {
    problem,
    clear: () => setProblem(null),
    check: <Result extends RefusalLike>(result: Result | null | undefined, error: CombinedError | undefined) => {
      const why = whyNot(result, error)
      const isAtFields =
        form !== undefined && result && why !== null && showProblems(result, form.fields, form.setError)
      setProblem(isAtFields ? null : why)
      return why === null ? (result as Succeeded<Result>) : null
    },
  }
}

/** Why a mutation has not happened, as a sentence for the player; null where it has. */
export function whyNot(result: RefusalLike | null | undefined, error: CombinedError | undefined): string | null {
  if (result === null || result === undefined) return errorText(error)
  if (typeof result.message !== 'string') return null
  // The server's words say which value is wrong; a form shows them at its fields.
  return result.__typename === 'InvalidInput' ? result.message : refusalText(result)
}
