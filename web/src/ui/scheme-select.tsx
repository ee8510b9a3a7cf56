import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { onSchemeChange, scheme, setScheme, type Scheme } from './scheme.js'
import parts from './ui.module.css'

export function SchemeSelect() {
  const { t } = useTranslation()
  const chosen = useSyncExternalStore(onSchemeChange, scheme)
  return (
    <label className={parts.field}>
      <span className={parts.muted}>{t('scheme.label')}</span>
      <select className={parts.input} value={chosen} onChange={({ target }) => setScheme(target.value as Scheme)}>
        {(['system', 'dark', 'light'] as const).map(name => (
          <option key={name} value={name}>
            {t(`scheme.${name}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
