import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionState, onConnectionChange } from '../graph/connection.js'
import { SignInAgain } from '../session/sign-in-again.js'
import { SignOutButton } from '../session/sign-out-button.js'
import styles from './frame.module.css'
import { SchemeSelect } from './scheme-select.js'
import { useKeptFocus } from './use-kept-focus.js'

export interface Section {
  readonly to: string
  readonly label: string
  readonly icon: LucideIcon
}

/** Around every screen of a signed-in user: sections, the state of the connection, messages. */
export function Frame({
  brand,
  sections,
  status,
}: {
  brand: string
  sections: readonly Section[]
  status?: ReactNode
}) {
  const { t } = useTranslation()
  const main = useFocusOnNavigation()
  useKeptFocus(main)
  return (
    <>
      <a className={styles.skip} href="#main">
        {t('skipToContent')}
      </a>
      <div className={styles.frame}>
        <nav className={styles.nav} aria-label={t('sections')}>
          <p className={styles.brand}>{brand}</p>
          {status}
          <ul className={styles.links}>
            {sections.map(({ to, label, icon: Icon }) => (
              <li key={to}>
                <Link to={to} className={styles.link} activeOptions={{ exact: to === '/' || to === '/console' }}>
                  <Icon size={18} aria-hidden />
                  {label}
                </Link>
              </li>
            ))}
          </ul>
          <div className={styles.foot}>
            <SchemeSelect />
            <SignOutButton />
          </div>
        </nav>
        <main ref={main} id="main" className={styles.main} tabIndex={-1}>
          <Offline />
          <Outlet />
        </main>
      </div>
      <SignInAgain />
    </>
  )
}

/** With another screen the focus moves to it, so that keyboards and screen readers begin there. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== undefined && last.current !== path) main.current?.focus({ preventScroll: true })
    last.current = path
  }, [path])
  return main
}

export function Offline() {
  const { t } = useTranslation()
  const connection = useSyncExternalStore(onConnectionChange, connectionState)
  return <div role="status">{connection === 'offline' && <p className={styles.offline}>{t('offline')}</p>}</div>
}
