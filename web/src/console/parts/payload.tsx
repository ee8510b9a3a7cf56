import styles from './server-table.module.css'

/** A value of no fixed form, as JSON. */
export const Payload = ({ value }: { value: unknown }) => <code className={styles.data}>{JSON.stringify(value)}</code>
