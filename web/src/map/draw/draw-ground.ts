import { CHUNK, groundPicture } from '../art/paint-ground.js'
import { duskPicture, portalPicture, treePicture } from '../art/paint-props.js'
import { themeOf } from '../art/themes.js'
import { pixelOf, TILE, type Camera, type Size } from './camera.js'
import type { DrawPart } from './drawing.js'
import { DEPTH } from './spots.js'
import { variation } from './variation.js'

/** Trees are two cells high, so those south of the view reach into it. */
const MARGIN = 2

export const drawGround: DrawPart = ({ spots, ground }, { terrain, camera, stage }) => {
  const { map } = terrain
  const shown = cellsInView(camera, stage)
  const first = { x: Math.max(0, Math.floor(shown.left / CHUNK)), y: Math.max(0, Math.floor(shown.top / CHUNK)) }
  const lastX = Math.floor(Math.min(map.width - 1, shown.right) / CHUNK)
  const lastY = Math.floor(Math.min(map.height - 1, shown.bottom) / CHUNK)
  for (let { y } = first; y <= lastY; y++)
    for (let { x } = first; x <= lastX; x++) {
      const picture = ground(`${map.id}:${x}:${y}`, () => groundPicture(terrain, x, y))
      spots.add(picture, x * CHUNK * TILE, y * CHUNK * TILE, { depth: DEPTH.ground })
    }
}

export const drawTrees: DrawPart = ({ spots, art }, { terrain, camera, stage }) => {
  const { map } = terrain
  const { leaves } = themeOf(map.art)
  const shown = cellsInView(camera, stage)
  const lastRow = Math.min(map.height - 1, shown.bottom + MARGIN)
  const lastX = Math.min(map.width - 1, shown.right + MARGIN)
  for (let row = Math.max(0, shown.top - MARGIN); row <= lastRow; row++)
    for (let x = Math.max(0, shown.left - MARGIN); x <= lastX; x++) {
      const y = map.height - 1 - row
      if (terrain.cellAt(x, y) !== 'tree') continue
      const shape = Math.floor(variation(x, y, 3) * 3)
      const at = pixelOf({ x, y }, map.height)
      const picture = art(`tree:${leaves}:${shape}`, () => treePicture(leaves, shape))
      const byX = (variation(x, y, 4) - 0.5) * 12
      spots.add(picture, at.x + byX, at.y + 16, { depth: at.y + 4, scale: 0.85 + variation(x, y, 5) * 0.3 })
    }
}

export const drawPortals: DrawPart = ({ spots, art, label }, { terrain, nowMs, isCalm }) => {
  for (const { at, to } of terrain.map.portals) {
    const place = pixelOf(at, terrain.map.height)
    const scale = isCalm ? 1 : 1 + Math.sin(nowMs / 420 + at.x + at.y) * 0.08
    spots.add(art('portal', portalPicture), place.x, place.y, { depth: DEPTH.mark, scale })
    spots.add(label(to.name, '#dccfff', 12), place.x, place.y - 34, { depth: DEPTH.label })
  }
}

export const drawDusk: DrawPart = ({ spots, art }, { terrain, camera, stage }) => {
  const { dusk } = themeOf(terrain.map.art)
  const picture = art(`dusk:${dusk.color}:${dusk.alpha}`, () => duskPicture(dusk))
  const spot = spots.add(picture, camera.x, camera.y, { depth: DEPTH.dusk })
  spot.scaleX = (stage.width / camera.zoom / picture.width) * 1.02
  spot.scaleY = (stage.height / camera.zoom / picture.height) * 1.02
}

/** Columns and rows from the north-west corner that the stage shows. */
const cellsInView = ({ x, y, zoom }: Camera, { width, height }: Size) => ({
  left: Math.floor((x - width / zoom / 2) / TILE),
  right: Math.floor((x + width / zoom / 2) / TILE),
  top: Math.floor((y - height / zoom / 2) / TILE),
  bottom: Math.floor((y + height / zoom / 2) / TILE),
})
