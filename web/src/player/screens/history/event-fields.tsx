import styles from './event-fields.module.css'

/** The viewer's own id is in every event. */
const LEFT_OUT = 'userId'

/** The fields of an event, whatever they are. */
export function EventFields({ data }: { data: unknown }) {
  if (typeof data !== 'object' || data === null) return <code>{JSON.stringify(data)}</code>
  return (
    <dl className={styles.fields}>
      {Object.entries(data)
        .filter(([name]) => name !== LEFT_OUT)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
    </dl>
  )
}
