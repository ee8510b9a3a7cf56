import { useTranslation } from 'react-i18next'
import ui from '../../../ui/ui.module.css'

/** A filter: one of the values, or all. */
export function Choice<Value extends string>(props: {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly chosen: Value | undefined
  readonly onChoose: (value: Value | undefined) => void
}) {
  const { label, options, chosen, onChoose } = props
  const { t } = useTranslation()
  return (
    <label className={ui.field}>
      <span className={ui.label}>{label}</span>
      <select
        className={ui.input}
        value={chosen ?? ''}
        onChange={({ target }) => onChoose(options.find(({ value }) => value === target.value)?.value)}
      >
        <option value="">{t('inventory.all')}</option>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
