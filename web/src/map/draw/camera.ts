/** Pixels of a cell's side at zoom 1. */
export const TILE = 48

export interface Point {
  readonly x: number
  readonly y: number
}
export interface Size {
  readonly width: number
  readonly height: number
}
/** The point of the map, in pixels from its north-west corner, that the middle of the stage shows. */
export interface Camera extends Point {
  readonly zoom: number
}

export const ZOOM_MIN = 0.6
export const ZOOM_MAX = 1.6
/** Time in which the camera makes up two thirds of its way to the character. */
const FOLLOW_MS = 110

/** The middle of a cell in pixels of the map: cells count from the south, pixels from the north. */
export const pixelOf = (cell: Point, mapHeight: number): Point => ({
  x: (cell.x + 0.5) * TILE,
  y: (mapHeight - cell.y - 0.5) * TILE,
})

/** The camera a moment later: nearer to its target, and never beyond the edges of the map. */
export function follow(
  camera: Camera,
  { target, elapsedMs, stage, map }: { target: Point; elapsedMs: number; stage: Size; map: Size },
): Camera {
  const share = 1 - Math.exp(-elapsedMs / FOLLOW_MS)
  return within(
    { ...camera, x: camera.x + (target.x - camera.x) * share, y: camera.y + (target.y - camera.y) * share },
    stage,
    map,
  )
}

/** The camera where it shows as little as possible of what is outside of the map. @param map in cells */
export function within(camera: Camera, stage: Size, map: Size): Camera {
  return {
    ...camera,
    x: clampAxis(camera.x, stage.width / camera.zoom, map.width * TILE),
    y: clampAxis(camera.y, stage.height / camera.zoom, map.height * TILE),
  }
}

const clampAxis = (middle: number, shown: number, whole: number): number =>
  shown >= whole ? whole / 2 : Math.min(whole - shown / 2, Math.max(shown / 2, middle))

/** The place on the map, in cells with fractions, under a point of the stage; a cell's middle is a whole number. */
export function placeUnder(
  point: Point,
  { camera, stage, mapHeight }: { camera: Camera; stage: Size; mapHeight: number },
): Point {
  const x = (point.x - stage.width / 2) / camera.zoom + camera.x
  const y = (point.y - stage.height / 2) / camera.zoom + camera.y
  return { x: x / TILE - 0.5, y: mapHeight - y / TILE - 0.5 }
}
