import { Link, Outlet } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { useState, useSyncExternalStore, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionState, onConnectionChange } from '../graph/connection.js'
import { SignInAgain } from '../session/sign-in-again.js'
import { SignOutButton } from '../session/sign-out-button.js'
import styles from './frame.module.css'
import { scheme, setScheme, type Scheme } from './scheme.js'
import { Toasts } from './toasts.js'
import parts from './ui.module.css'

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
        <main id="main" className={styles.main} tabIndex={-1}>
          <Offline />
          <Outlet />
        </main>
      </div>
      <SignInAgain />
      <Toasts />
    </>
  )
}

export function Offline() {
  const { t } = useTranslation()
  const connection = useSyncExternalStore(onConnectionChange, connectionState)
  return <div role="status">{connection === 'offline' && <p className={styles.offline}>{t('offline')}</p>}</div>
}

function SchemeSelect() {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(scheme)
  return (
    <label className={parts.field}>
      <span className={parts.muted}>{t('scheme.label')}</span>
      <select
        className={parts.input}
        value={chosen}
        onChange={({ target }) => {
          const next = target.value as Scheme
          setScheme(next)
          setChosen(next)
        }}
      >
        {(['system', 'dark', 'light'] as const).map(name => (
          <option key={name} value={name}>
            {t(`scheme.${name}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
