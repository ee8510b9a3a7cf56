import { Progress as Base } from '@base-ui/react/progress'
import styles from './ui.module.css'

/** How far something has come, as a bar and in words. */
export function Progress(props: { label: string; value: number; max: number; text: string }) {
  const { label, value, max, text } = props
  return (
    <Base.Root
      value={Math.min(value, max)}
      max={max}
      aria-valuetext={text}
      className={styles.progress}
      data-full={value >= max || undefined}
    >
      <Base.Label className={styles.progressLabel}>{label}</Base.Label>
      <span className={styles.progressText} aria-hidden>
        {text}
      </span>
      <Base.Track className={styles.progressTrack}>
        <Base.Indicator className={styles.progressValue} />
      </Base.Track>
    </Base.Root>
  )
}
