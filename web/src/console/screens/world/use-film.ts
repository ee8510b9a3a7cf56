import { useCallback, useEffect, useRef, useState } from 'react'
import { TICK_MS, type ReplayFilm } from './replay-film.js'

/** Plays a film by the clock of the frames, and says which tick is shown. */
export function useFilm(film: ReplayFilm) {
  const [tick, setTick] = useState(film.tick)
  const [isPlaying, setPlaying] = useState(false)
  /** From which tick it plays, since when; null while it stands, and no time before its first frame. */
  const playing = useRef<{ fromTick: number; sinceMs: number | null } | null>(null)
  const pause = useCallback(() => {
    playing.current = null
    setPlaying(false)
  }, [])
  const seek = useCallback(
    (next: number) => {
      pause()
      film.seek(next, performance.now())
      setTick(next)
    },
    [film, pause],
  )
  const play = useCallback(() => {
    if (film.tick === film.lastTick) film.seek(film.firstTick, performance.now())
    playing.current = { fromTick: film.tick, sinceMs: null }
    setPlaying(true)
  }, [film])
  /** Before each frame. */
  const advance = useCallback(
    (nowMs: number) => {
      if (playing.current === null) return
      const sinceMs = (playing.current.sinceMs ??= nowMs)
      const passed = Math.floor((nowMs - sinceMs) / TICK_MS)
      const next = Math.min(film.lastTick, playing.current.fromTick + passed)
      if (next === film.tick && next !== film.lastTick) return
      film.seek(next, nowMs)
      setTick(next)
      if (next === film.lastTick) pause()
    },
    [film, pause],
  )
  useEffect(() => {
    setTick(film.tick)
    return pause
  }, [film, pause])
  return { tick, isPlaying, play, pause, seek, advance }
}
