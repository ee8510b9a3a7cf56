import { useMemo } from 'react'
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
  const options = useMemo(() => countryOptions(i18n.language), [i18n.language])
  return (
    <label className={parts.field}>
      <span className={parts.label}>{t('jurisdiction.country')}</span>
      <select
        className={parts.input}
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
      <span className={parts.muted}>{hint}</span>
    </label>
  )
}
