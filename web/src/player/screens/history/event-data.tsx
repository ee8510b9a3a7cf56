import styles from './event-data.module.css'

/** The fields of an event, whatever they are. */
export function EventData({ data }: { data: unknown }) {
  if (typeof data !== 'object' || data === null) return <code>{JSON.stringify(data)}</code>
  return (
    <dl className={styles.fields}>
      {Object.entries(data).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
