import { useId } from 'react'
import styles from '../../../ui/ui.module.css'

/** The text of a definition, with what is wrong with it. */
export function DefinitionField(props: {
  readonly label: string
  readonly text: string
  readonly problems: readonly string[]
  readonly onChange: (text: string) => void
}) {
  const { label, text, problems, onChange } = props
  const id = useId()
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles.input}
        style={{ fontFamily: 'var(--mono)', minHeight: '24rem', whiteSpace: 'pre' }}
        spellCheck={false}
        value={text}
        aria-invalid={problems.length > 0}
        aria-describedby={`${id}-problems`}
        onChange={({ target }) => onChange(target.value)}
      />
      <div id={`${id}-problems`} className={styles.problem} role="status">
        {problems.length > 0 && (
          <ul>
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
