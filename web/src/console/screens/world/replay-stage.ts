import type { Terrain } from '../../../map/art/terrain.js'
import { pixelOf, within, type Camera, type Size } from '../../../map/draw/camera.js'
import { createCanvasRenderer } from '../../../map/draw/canvas-renderer.js'
import { createScene } from '../../../map/draw/scene.js'
import type { ReplayFilm } from './replay-film.js'

/** The map of a replay on the screen, which can be dragged and made larger. */
export interface ReplayStage {
  /** @param cells to the east and to the south */
  pan(cells: { readonly x: number; readonly y: number }): void
  /** @param factor above 1 shows less, and larger */
  zoomBy(factor: number): void
  close(): void
}

export interface ReplayStageOptions {
  readonly host: HTMLElement
  readonly terrain: Terrain
  readonly film: ReplayFilm
  readonly artOf: (characterClass: string) => string
  /** Before each frame. */
  readonly onFrame: (nowMs: number) => void
}

/** A replay is of the whole map, not of one player. */
const NO_PARTY: ReadonlySet<string> = new Set()

const ZOOM = 0.6
const ZOOM_MIN = 0.3
const ZOOM_MAX = 1.4
const RATIO_MAX = 2

export function openReplayStage({ host, terrain, film, artOf, onFrame }: ReplayStageOptions): ReplayStage {
  let scene = createScene()
  let { rewinds } = film
  const renderer = createCanvasRenderer()
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  const { map } = terrain
  let camera: Camera = { ...pixelOf(middleOf(film, map), map.height), zoom: ZOOM }
  let stage: Size = { width: 1, height: 1 }
  const look = (next: Camera) => {
    camera = within(next, stage, map)
  }
  const moveBy = (x: number, y: number) =>
    look({ ...camera, x: camera.x + x / camera.zoom, y: camera.y + y / camera.zoom })

  renderer.canvas.setAttribute('aria-hidden', 'true')
  host.append(renderer.canvas)
  const observer = new ResizeObserver(() => {
    stage = { width: Math.max(1, host.clientWidth), height: Math.max(1, host.clientHeight) }
    renderer.resize(stage, Math.min(RATIO_MAX, devicePixelRatio))
    look(camera)
  })
  observer.observe(host)
  const draw = (nowMs: number) => {
    frame = requestAnimationFrame(draw)
    onFrame(nowMs)
    // Places and the sides that figures face are kept from frame to frame.
    if (film.rewinds !== rewinds) {
      scene = createScene()
      rewinds = film.rewinds
    }
    film.effects.expire(nowMs)
    const { effects, state } = film
    const seen = { state, effects, terrain, camera, stage, nowMs, artOf, isCalm: calm.matches }
    renderer.draw(scene.draw({ ...seen, targetId: null, party: NO_PARTY, goal: null }), camera)
  }
  let frame = requestAnimationFrame(draw)
  const onMove = (event: PointerEvent) => {
    if (host.hasPointerCapture(event.pointerId)) moveBy(-event.movementX, -event.movementY)
  }
  const onDown = ({ pointerId }: PointerEvent) => host.setPointerCapture(pointerId)
  host.addEventListener('pointerdown', onDown)
  host.addEventListener('pointermove', onMove)
  return {
    pan: ({ x, y }) => moveBy(x * CELL_PX, y * CELL_PX),
    zoomBy: factor => look({ ...camera, zoom: Math.min(ZOOM_MAX, Math.max(ZOOM_MIN, camera.zoom * factor)) }),
    close: () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      host.removeEventListener('pointerdown', onDown)
      host.removeEventListener('pointermove', onMove)
      renderer.close()
    },
  }
}

/** Of a step by an arrow key, on the screen. */
const CELL_PX = 40

/** Where something moves at the beginning: a character, else a monster, else the middle of the map. */
function middleOf({ state }: ReplayFilm, map: Size): { x: number; y: number } {
  const [first] = [...state.characters.values(), ...state.monsters.values()]
  return first?.position ?? { x: map.width / 2, y: map.height / 2 }
}
