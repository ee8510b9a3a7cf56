import { formatMoment } from '../../texts/format.js'
import styles from './server-table.module.css'

/** When something happened, in one line however narrow the table is. */
export const Moment = ({ at }: { at: string }) => (
  <time dateTime={at} className={styles.moment}>
    {formatMoment(at)}
  </time>
)
