import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { ConsoleReplayMapQuery } from '../../../generated/graphql.js'
import { createTerrain } from '../../../map/art/terrain.js'
import { formatClock, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Loaded } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { createReplayFilm, type ReplayUpdate } from './replay-film.js'
import { openReplayStage } from './replay-stage.js'
import own from './replay.module.css'
import { useFilm } from './use-film.js'

const MAP = graphql(`
  query ConsoleReplayMap($id: ID!) {
    map(id: $id) {
      ...DrawnMap
    }
    ...DrawnKeys
  }
`)

/** A replay as the players saw it: the map, with a button to play it and a slider over its ticks. */
export function ReplayDrawing({ mapId, updates }: { mapId: string; updates: readonly ReplayUpdate[] }) {
  const [{ data, error }, reload] = useQuery({ query: MAP, variables: { id: mapId } })
  return (
    <Loaded data={data} error={error} retry={reload}>
      {({ map, mapLegend, characterClasses }) =>
        map && <Drawing map={map} legend={mapLegend ?? []} classes={characterClasses ?? []} updates={updates} />
      }
    </Loaded>
  )
}

function Drawing(props: {
  readonly map: NonNullable<ConsoleReplayMapQuery['map']>
  readonly legend: NonNullable<ConsoleReplayMapQuery['mapLegend']>
  readonly classes: NonNullable<ConsoleReplayMapQuery['characterClasses']>
  readonly updates: readonly ReplayUpdate[]
}) {
  const { map, legend, classes, updates } = props
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const stage = useRef<ReturnType<typeof openReplayStage> | null>(null)
  const film = useMemo(
    () =>
      createReplayFilm(updates, {
        miss: () => t('consoleMaps.miss'),
        levelUp: level => t('consoleMaps.levelUp', { level: formatNumber(level) }),
      }),
    [updates, t],
  )
  const { tick, isPlaying, play, pause, seek, advance } = useFilm(film)
  useEffect(() => {
    if (host.current === null) return undefined
    const arts = new Map<string, string>(classes.map(({ class: name, art }) => [name, art]))
    const opened = openReplayStage({
      host: host.current,
      terrain: createTerrain(map, legend),
      film,
      artOf: name => arts.get(name) ?? '',
      onFrame: advance,
    })
    stage.current = opened
    return () => opened.close()
  }, [map, legend, classes, film, advance])
  return (
    <figure className={own.figure}>
      <div
        ref={host}
        className={own.stage}
        role="application"
        aria-label={t('consoleMaps.drawing', { map: map.name })}
        tabIndex={0}
        onKeyDown={event => {
          const step = STEPS[event.key]
          if (step === undefined) return
          event.preventDefault()
          stage.current?.pan(step)
        }}
      />
      <figcaption className={styles.row}>
        <Button tone="primary" onClick={isPlaying ? pause : play}>
          {t(isPlaying ? 'consoleMaps.pause' : 'consoleMaps.play')}
        </Button>
        <input
          className={own.slider}
          type="range"
          aria-label={t('consoleMaps.tick')}
          aria-valuetext={formatNumber(tick)}
          min={film.firstTick}
          max={film.lastTick}
          value={tick}
          onChange={({ target }) => seek(target.valueAsNumber)}
        />
        <span className={own.tick}>
          {t('consoleMaps.shown', { tick: formatNumber(tick), at: formatClock(film.at) })}
        </span>
        <Button aria-label={t('consoleMaps.smaller')} onClick={() => stage.current?.zoomBy(1 / ZOOM_STEP)}>
          −
        </Button>
        <Button aria-label={t('consoleMaps.larger')} onClick={() => stage.current?.zoomBy(ZOOM_STEP)}>
          +
        </Button>
      </figcaption>
    </figure>
  )
}

const ZOOM_STEP = 1.25

/** Where arrow keys move the view. */
const STEPS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
}
