import i18next from 'i18next'
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form'
import { graphql } from '../generated/gql.js'
import { en } from '../texts/en/index.js'
import { detailedText, type RefusalDetails } from './details.js'

/** The selection of every mutation whose form shows problems at its fields: `...Refused`. */
graphql(`
  fragment Refused on Refusal {
    message
    ... on InvalidInput {
      problems {
        field
        message
      }
    }
  }
`)

/** A refusal as mutations ask for it: `... on Refusal { message }`, or `...Refused` with the problems. */
export interface RefusalLike extends RefusalDetails {
  readonly __typename: string
  readonly message?: string
  readonly problems?: readonly { readonly field: string; readonly message: string }[]
}

/** The page's own sentence for a refusal; the server's where the page does not know the type. */
export function refusalText(refusal: RefusalLike): string {
  if (saysWhy.has(refusal.__typename) && refusal.message) return refusal.message
  const key = refusal.__typename
  const detailed = detailedText(key, refusal)
  if (detailed !== null) return detailed
  return isKnown(key) ? i18next.t(`refusals.${key}`) : (refusal.message ?? key)
}

/** Refusals for many reasons, whose message says which. */
const saysWhy: ReadonlySet<string> = new Set(['CommandRejected', 'NotAllowed', 'AlreadyInParty'])

const isKnown = (key: string): key is keyof typeof en.refusals => key in en.refusals

/** Shows the problems of an InvalidInput at their fields. @returns false where the form has no such field */
export function showProblems<Values extends FieldValues>(
  refusal: RefusalLike,
  fields: readonly Path<Values>[],
  setError: UseFormSetError<Values>,
): boolean {
  const problems = (refusal.problems ?? []).flatMap(({ field, message }) =>
    fields.filter(name => name === field || field.startsWith(`${name}.`)).map(name => ({ name, message })),
  )
  for (const { name, message } of problems) setError(name, { message }, { shouldFocus: true })
  return problems.length > 0
}
