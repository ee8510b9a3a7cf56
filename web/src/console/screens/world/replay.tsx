import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { ReplayDrawing } from './replay-drawing.js'
import { useReplay } from './replay-query.js'

/** The most that the server computes at once: ten seconds. */
const TICKS_MAX = 250
/** Recordings are written some seconds late: the form proposes a tick a minute old, or half as old as a young world. */
const PROPOSED_BACK = 1_500

/** A past stretch of a map, computed again from its recording: what changed in which tick. */
export function Replay({ mapId, newestTick }: { mapId: string; newestTick: number }) {
  const { t } = useTranslation()
  const { updates, problem, isComputing, compute } = useReplay(mapId)
  const form = useForm({
    defaultValues: {
      fromTick: String(Math.max(1, Math.floor(newestTick / 2), newestTick - PROPOSED_BACK)),
      ticks: String(TICKS_MAX),
    },
  })
  const isCount = (value: string) => /^[1-9]\d{0,14}$/.test(value.trim()) || t('consoleMaps.countNeeded')
  const isStretch = (value: string) =>
    (/^[1-9]\d{0,2}$/.test(value.trim()) && Number(value) <= TICKS_MAX) ||
    t('consoleMaps.stretchNeeded', { most: formatNumber(TICKS_MAX) })
  const { errors } = form.formState
  return (
    <section className={styles.stack} aria-labelledby="replay">
      <h2 id="replay">{t('consoleMaps.replay')}</h2>
      <p className={styles.muted}>{t('consoleMaps.replayText')}</p>
      <form
        className={styles.row}
        style={{ alignItems: 'end' }}
        noValidate
        onSubmit={form.handleSubmit(({ fromTick, ticks }) =>
          compute({ fromTick: Number(fromTick), ticks: Number(ticks) }),
        )}
      >
        <TextField
          label={t('consoleMaps.fromTick')}
          inputMode="numeric"
          problem={errors.fromTick?.message}
          {...form.register('fromTick', { validate: isCount })}
        />
        <TextField
          label={t('consoleMaps.ticks')}
          inputMode="numeric"
          problem={errors.ticks?.message}
          {...form.register('ticks', { validate: isStretch })}
        />
        <Button type="submit" busy={isComputing}>
          {t('consoleMaps.compute')}
        </Button>
      </form>
      {problem && <Notice tone="bad">{problem}</Notice>}
      {updates && updates.length > 0 && <ReplayDrawing mapId={mapId} updates={updates} />}
      {updates && (
        <ServerTable
          label={t('consoleMaps.changes')}
          busy={isComputing}
          rows={updates.map(update => ({ ...update, id: `${update.tick} ${update.snapshot}` }))}
          columns={[
            { title: t('consoleMaps.tick'), numeric: true, cell: update => formatNumber(update.tick) },
            { title: t('console.when'), cell: update => <Moment at={new Date(update.at).toISOString()} /> },
            { title: t('consoleMaps.changes'), cell: update => changesText(update.changes) },
          ]}
        />
      )}
    </section>
  )
}

/** Such as `MonsterMoved × 3, CharacterMoved`. */
function changesText(changes: readonly { readonly __typename: string }[]): string {
  const counts = new Map<string, number>()
  for (const { __typename } of changes) counts.set(__typename, (counts.get(__typename) ?? 0) + 1)
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} × ${count}`)).join(', ')
}
