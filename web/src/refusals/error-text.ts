import i18next from 'i18next'
import type { CombinedError } from 'urql'

/** Why an operation has no answer, as a sentence; `undefined` is one that did not reach the server. */
export function errorText(error: CombinedError | undefined): string {
  const [first] = error?.graphQLErrors ?? []
  if (first === undefined) return i18next.t('unreachable')
  if (first.extensions['code'] === 'UNAUTHENTICATED') return i18next.t('refusals.SessionExpired')
  return i18next.t('failed', { message: first.message })
}
