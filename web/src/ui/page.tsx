import { RouterProvider, type AnyRouter } from '@tanstack/react-router'
import { StrictMode, useEffect, useState, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { Provider } from 'urql'
import { createGraphClient } from '../graph/client.js'
import { resumeSession } from '../session/session.js'
import { useSessionPhase } from '../session/use-session.js'
import type { ofConsole } from '../texts/en/of-console.js'
import { loadTexts } from '../texts/texts.js'
import { Button } from './button.js'
import { Offline } from './frame.js'
import frame from './frame.module.css'
import { Notice } from './notice.js'
import { applyScheme } from './scheme.js'
import './theme.css'
import { Toasts } from './toasts.js'

interface PageParts {
  readonly router: AnyRouter
  readonly entry: ReactNode
  /** Beside the catalogue that every page has. */
  readonly texts?: typeof ofConsole
  /** May show something else before the page. */
  readonly around?: (props: { children: ReactNode }) => ReactNode
}

/** Draws a page: `entry` until somebody is signed in, then the router's screens. */
export async function drawPage({ router, entry, texts, around: Around = Bare }: PageParts): Promise<void> {
  applyScheme()
  await loadTexts(texts)
  const root = document.getElementById('root')
  if (root === null) throw new Error('The page has no #root')
  createRoot(root).render(
    <StrictMode>
      <Provider value={createGraphClient()}>
        <Around>
          <Page router={router} entry={entry} />
        </Around>
        <Toasts />
      </Provider>
    </StrictMode>,
  )
}

const Bare = ({ children }: { children: ReactNode }) => children

function Page({ router, entry }: { router: AnyRouter; entry: ReactNode }) {
  const phase = useSessionPhase()
  if (phase === 'starting') return <Starting />
  if (phase === 'signedOut')
    return (
      <main className={frame.centre}>
        <Offline />
        {entry}
      </main>
    )
  return <RouterProvider router={router} />
}

function Starting() {
  const { t } = useTranslation()
  const [attempt, setAttempt] = useState(0)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    setFailed(false)
    resumeSession().catch(() => setFailed(true))
  }, [attempt])
  return (
    <main className={frame.centre}>
      {failed ? (
        <Notice tone="bad">
          <p>{t('unreachable')}</p>
          <Button onClick={() => setAttempt(attempt + 1)}>{t('tryAgain')}</Button>
        </Notice>
      ) : (
        <p role="status">{t('loading')}</p>
      )}
    </main>
  )
}
