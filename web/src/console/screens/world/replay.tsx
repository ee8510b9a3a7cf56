import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'

const REPLAY = graphql(`
  query ConsoleReplayWorld($mapId: ID!, $fromTick: SafeInt!, $ticks: Int!) {
    worldReplay(mapId: $mapId, fromTick: $fromTick, ticks: $ticks) {
      tick
      at
      snapshot
      changes {
        __typename
      }
    }
  }
`)

/** The most that the server computes at once: ten seconds. */
const TICKS_MAX = 250
/** Recordings are written some seconds late: the form proposes a tick a minute old, or half as old as a young world. */
const PROPOSED_BACK = 1_500

/** A past stretch of a map, computed again from its recording: what changed in which tick. */
export function Replay({ mapId, newestTick }: { mapId: string; newestTick: number }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<{ fromTick: number; ticks: number } | null>(null)
  const form = useForm({
    defaultValues: {
      fromTick: String(Math.max(1, Math.floor(newestTick / 2), newestTick - PROPOSED_BACK)),
      ticks: String(TICKS_MAX),
    },
  })
  const [{ data, error, fetching }, compute] = useQuery({
    query: REPLAY,
    variables: { mapId, fromTick: asked?.fromTick ?? 0, ticks: asked?.ticks ?? 1 },
    pause: asked === null,
    requestPolicy: 'network-only',
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
        onSubmit={form.handleSubmit(({ fromTick, ticks }) => {
          const next = { fromTick: Number(fromTick), ticks: Number(ticks) }
          setAsked(next)
          // The same question is asked again: meanwhile more may be recorded.
          if (asked?.fromTick === next.fromTick && asked.ticks === next.ticks)
            compute({ requestPolicy: 'network-only' })
        })}
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
        <Button type="submit" busy={fetching}>
          {t('consoleMaps.compute')}
        </Button>
      </form>
      {asked && error && <Notice tone="bad">{errorText(error)}</Notice>}
      {asked && data?.worldReplay && (
        <ServerTable
          label={t('consoleMaps.changes')}
          busy={fetching}
          rows={data.worldReplay.map(update => ({ ...update, id: `${update.tick} ${update.snapshot}` }))}
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
