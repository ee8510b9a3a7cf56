import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import parts from '../ui/ui.module.css'
import { countryOptions } from './countries.js'

/** Chooses a country; '' for none. */
export function CountrySelect(props: {
  readonly value: string
  readonly hint: string
  readonly onChange: (code: string) => void
}) {
  const { value, hint, onChange } = props
  const { t, i18n } = useTranslation()
  const id = useId()
  const options = useMemo(() => countryOptions(i18n.language), [i18n.language])
  return (
    <div className={parts.field}>
      <label className={parts.label} htmlFor={id}>
        {t('jurisdiction.country')}
      </label>
      <select
        id={id}
        className={parts.input}
        aria-describedby={`${id}-hint`}
        autoComplete="country"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      >
        <option value="">{t('jurisdiction.noCountry')}</option>
        {options.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <span id={`${id}-hint`} className={parts.muted}>
        {hint}
      </span>
    </div>
  )
}
