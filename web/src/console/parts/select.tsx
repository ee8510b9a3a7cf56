import styles from '../../ui/ui.module.css'

/** A filter of a list: one of some values, or all. */
export function Select<Value extends string>(props: {
  readonly label: string
  readonly value: Value | null
  readonly values: readonly Value[]
  /** Shown for null; left out where one must be chosen. */
  readonly all?: string
  readonly onChange: (value: Value | null) => void
}) {
  const { label, value, values, all, onChange } = props
  return (
    <label className={styles.field}>
      <span className={styles.label}>{label}</span>
      <select
        className={styles.input}
        value={value ?? ''}
        onChange={({ target }) => onChange(values.find(each => each === target.value) ?? null)}
      >
        {all !== undefined && <option value="">{all}</option>}
        {values.map(each => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  )
}
