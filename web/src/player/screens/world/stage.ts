import type { Terrain } from '../../../map/art/terrain.js'
import { directionOf, goalAhead, isSteering } from './play/steering.js'
import type { WorldSession } from './play/world-session.js'
import {
  follow,
  pixelOf,
  placeUnder,
  within,
  ZOOM_MAX,
  ZOOM_MIN,
  type Camera,
  type Size,
} from '../../../map/draw/camera.js'
import { targetUnder } from '../../../map/draw/hit-test.js'
import { createRenderer } from '../../../map/draw/renderer.js'
import { type RendererKind, type WorldRenderer } from '../../../map/draw/world-renderer.js'
import { createScene } from '../../../map/draw/scene.js'

/** The map on the screen: one drawing loop, and what pointers and keys mean. */
export interface Stage {
  /** Another map, or the first one. */
  show(terrain: Terrain): void
  close(): void
}

export interface StageOptions {
  readonly host: HTMLElement
  readonly session: WorldSession
  readonly artOf: (characterClass: string) => string
  /** Characters of the player's party. */
  readonly partyOf: () => ReadonlySet<string>
  /** @param isHeld a key that is held repeats itself */
  readonly onKey: (code: string, isHeld: boolean) => boolean
  readonly onRenderer: (kind: RendererKind) => void
  /** `canvas` or `webgl`; null leaves it to what the browser has. */
  readonly wanted: string | null
}

/** Some thirteen cells from side to side on a laptop, so that what is near can be seen. */
const ZOOM = 0.85
/** Pictures are painted for screens of up to two pixels a point. */
const RATIO_MAX = 2

export function openStage(options: StageOptions): Stage {
  const { host, session, artOf, partyOf, onRenderer } = options
  const scene = createScene()
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  let renderer: WorldRenderer | null = null
  let terrain: Terrain | null = null
  let camera: Camera | null = null
  let zoom = ZOOM
  let size: Size = { width: 1, height: 1 }
  let [frame, drawnMs, isClosed] = [0, performance.now(), false]

  const open = async (wanted: string | null) => {
    const made = await createRenderer(wanted, () => {
      // The picture is lost with the graphics card; a 2D canvas needs none.
      renderer?.close()
      renderer = null
      void open('canvas')
    })
    if (isClosed) return made.close()
    renderer = made
    made.canvas.setAttribute('aria-hidden', 'true')
    made.resize(size, Math.min(RATIO_MAX, devicePixelRatio))
    host.append(made.canvas)
    onRenderer(made.kind)
  }
  const draw = (nowMs: number) => {
    frame = requestAnimationFrame(draw)
    const elapsedMs = nowMs - drawnMs
    drawnMs = nowMs
    const { state } = session.view
    const self = scene.self({ state, nowMs })
    session.effects.expire(nowMs)
    if (renderer === null || terrain === null || self === null || state.map?.id !== terrain.map.id) return
    const target = pixelOf(self, terrain.map.height)
    const { map } = terrain
    camera =
      camera === null || Math.hypot(camera.x - target.x, camera.y - target.y) > size.width + size.height
        ? within({ ...target, zoom }, size, map)
        : follow({ ...camera, zoom }, { target, elapsedMs: calm.matches ? Infinity : elapsedMs, stage: size, map })
    const spots = scene.draw({
      state,
      terrain,
      camera,
      stage: size,
      nowMs,
      effects: session.effects,
      targetId: session.pursuit.aim?.id ?? null,
      party: partyOf(),
      goal: session.goal(),
      isCalm: calm.matches,
      artOf,
    })
    renderer.draw(spots, camera)
  }
  const observer = new ResizeObserver(() => {
    size = { width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) }
    renderer?.resize(size, Math.min(RATIO_MAX, devicePixelRatio))
  })
  observer.observe(host)

  const onPointer = (event: PointerEvent) => {
    if (event.button !== 0 || camera === null || terrain === null) return
    host.focus({ preventScroll: true })
    const { left, top } = host.getBoundingClientRect()
    const point = { x: event.clientX - left, y: event.clientY - top }
    const place = placeUnder(point, { camera, stage: size, mapHeight: terrain.map.height })
    press(session, place, targetUnder(place, scene.targets))
  }
  const onWheel = (event: WheelEvent) => {
    // With Ctrl it is the page that the player makes larger.
    if (event.ctrlKey || document.activeElement !== host) return
    event.preventDefault()
    zoom = Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1)))
  }
  const stopKeys = steerByKeys(options)
  host.addEventListener('pointerdown', onPointer)
  host.addEventListener('wheel', onWheel, { passive: false })
  frame = requestAnimationFrame(draw)
  void open(options.wanted)
  return {
    show: next => {
      terrain = next
      camera = null
    },
    close: () => {
      isClosed = true
      cancelAnimationFrame(frame)
      observer.disconnect()
      stopKeys()
      host.removeEventListener('pointerdown', onPointer)
      host.removeEventListener('wheel', onWheel)
      renderer?.close()
    },
  }
}

/** A click strikes at a monster, picks a drop up, follows a player, or walks to a cell. */
function press(
  { pursuit, walkTo, view }: WorldSession,
  place: { x: number; y: number },
  target: ReturnType<typeof targetUnder>,
): void {
  if (target?.kind === 'monster') pursuit.begin({ kind: 'attack', id: target.id })
  else if (target?.kind === 'drop') pursuit.begin({ kind: 'pickUp', id: target.id })
  else if (target?.kind === 'character' && target.id !== view.state.self?.id)
    pursuit.begin({ kind: 'follow', id: target.id })
  else walkTo({ x: Math.round(place.x), y: Math.round(place.y) })
}

/** Arrow keys and WASD walk for as long as they are held. */
function steerByKeys({ host, session, onKey }: Pick<StageOptions, 'host' | 'session' | 'onKey'>): () => void {
  const held = new Set<string>()
  const steer = () => {
    const { self, map } = session.view.state
    const direction = directionOf(held)
    if (self === null || map === null) return
    if (direction.x === 0 && direction.y === 0) return session.stand()
    const goal = goalAhead(self.next ?? self.position, direction, map)
    if (goal !== null) session.walkTo(goal)
  }
  const onDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (!isSteering(event.code)) {
      if (onKey(event.code, event.repeat)) event.preventDefault()
      return
    }
    event.preventDefault()
    if (event.repeat || held.has(event.code)) return
    held.add(event.code)
    steer()
  }
  const onUp = ({ code }: KeyboardEvent) => {
    if (held.delete(code)) steer()
  }
  const release = () => {
    if (held.size === 0) return
    held.clear()
    session.stand()
  }
  const unsubscribe = session.view.subscribe(event => {
    const goal = session.goal()
    if (event.type !== 'moved' || held.size === 0) return
    // Before the walk ends, so that it goes on without a stop.
    if (goal === null || Math.max(Math.abs(goal.x - event.position.x), Math.abs(goal.y - event.position.y)) <= 2)
      steer()
  })
  host.addEventListener('keydown', onDown)
  host.addEventListener('keyup', onUp)
  host.addEventListener('blur', release)
  return () => {
    unsubscribe()
    host.removeEventListener('keydown', onDown)
    host.removeEventListener('keyup', onUp)
    host.removeEventListener('blur', release)
  }
}
