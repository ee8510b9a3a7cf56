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
      if (result === null || result === undefined) {
        setProblem(errorText(error))
        return null
      }
      if (!isRefusal(result)) {
        setProblem(null)
        return result as Succeeded<Result>
      }
      const isAtFields = form !== undefined && showProblems(result, form.fields, form.setError)
      setProblem(isAtFields ? null : whyRefused(result))
      return null
    },
  }
}

const isRefusal = (result: RefusalLike): boolean => typeof result.message === 'string'

/** Of an InvalidInput that no field of the form can show, the server's words say what is wrong. */
const whyRefused = (refusal: RefusalLike): string =>
  refusal.__typename === 'InvalidInput' && refusal.message !== undefined ? refusal.message : refusalText(refusal)
