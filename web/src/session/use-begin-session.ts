import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../ui/toasts.js'
import { beginSession, type AuthTokens } from './session.js'

interface Begun extends AuthTokens {
  readonly canceledDeletion?: { readonly requestedAt: string } | null
}

/** Takes over what a sign-in has answered; false, and `problem` says why, where the browser could not keep it. */
export function useBeginSession(): ((session: Begun) => Promise<boolean>) & { readonly problem: string | null } {
  const { t } = useTranslation()
  const [problem, setProblem] = useState<string | null>(null)
  const begin = async (session: Begun) => {
    try {
      await beginSession(session)
    } catch {
      setProblem(t('unreachable'))
      return false
    }
    if (session.canceledDeletion) showToast(t('session.deletionCanceled'))
    return true
  }
  return Object.assign(begin, { problem })
}
