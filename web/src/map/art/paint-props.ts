import { TILE } from '../draw/camera.js'
import { variationOf } from '../draw/variation.js'
import { paintPicture, type Picture } from './picture.js'
import { box, ellipse, line, lit } from './shapes.js'

/** A tree that stands on its cell. @param shape from 0 to 2 */
export const treePicture = (hue: number, shape: number): Picture =>
  paintPicture({ width: 84, height: 96, anchorY: 0.84 }, context => {
    ellipse(context, { x: 46, y: 82, width: 52, height: 16, fill: '#00000038' })
    box(context, { x: 37, y: 56, width: 10, height: 26, radius: 4, fill: '#6b4a30' })
    box(context, { x: 43, y: 56, width: 4, height: 26, radius: 2, fill: '#00000030' })
    const crowns = [
      [
        [28, 46, 40],
        [56, 46, 40],
        [42, 30, 48],
      ],
      [
        [42, 50, 52],
        [42, 34, 42],
        [42, 20, 28],
      ],
      [
        [32, 40, 44],
        [54, 34, 40],
        [42, 52, 40],
      ],
    ] as const
    for (const [x, y, size] of crowns[shape % 3] ?? crowns[0]) {
      const fill = lit(context, { x, y, radius: size / 2, hue: hue + shape * 7, saturation: 36, light: 36 })
      ellipse(context, { x, y, width: size, height: size * 0.9, fill })
    }
  })

export const shadowPicture = (): Picture =>
  paintPicture({ width: 40, height: 18 }, context => {
    const gradient = context.createRadialGradient(20, 9, 1, 20, 9, 19)
    gradient.addColorStop(0, '#00000066')
    gradient.addColorStop(1, '#00000000')
    context.scale(1, 0.45)
    ellipse(context, { x: 20, y: 20, width: 38, height: 38, fill: gradient })
  })

/** Something that lies on the ground, in the colour of its name. */
export const dropPicture = (name: string): Picture =>
  paintPicture({ width: 36, height: 36, anchorY: 0.75 }, context => {
    const hue = Math.floor(variationOf(name) * 360)
    const glow = context.createRadialGradient(18, 22, 2, 18, 22, 17)
    glow.addColorStop(0, '#fff3b080')
    glow.addColorStop(1, '#fff3b000')
    ellipse(context, { x: 18, y: 20, width: 34, height: 32, fill: glow })
    ellipse(context, {
      x: 18,
      y: 24,
      width: 20,
      height: 16,
      fill: lit(context, { x: 18, y: 23, radius: 11, hue, saturation: 45 }),
    })
    box(context, { x: 13, y: 13, width: 10, height: 5, radius: 2, fill: '#e8cf7c' })
    line(
      context,
      [
        [18, 3],
        [18, 9],
      ],
      { stroke: '#fff7c8', width: 2 },
    )
    line(
      context,
      [
        [15, 6],
        [21, 6],
      ],
      { stroke: '#fff7c8', width: 2 },
    )
  })

export const portalPicture = (): Picture =>
  paintPicture({ width: TILE * 1.5, height: TILE * 1.5 }, context => {
    const middle = TILE * 0.75
    const glow = context.createRadialGradient(middle, middle, 4, middle, middle, middle)
    glow.addColorStop(0, '#e9dcffd9')
    glow.addColorStop(0.5, '#9c7bff8c')
    glow.addColorStop(1, '#7b5cff00')
    ellipse(context, { x: middle, y: middle, width: middle * 2, height: middle * 2, fill: glow })
    for (const [radius, stroke] of [
      [17, '#ffffffb0'],
      [11, '#d6c4ffb0'],
    ] as const) {
      context.beginPath()
      context.ellipse(middle, middle, radius, radius * 0.7, 0, 0, Math.PI * 2)
      context.strokeStyle = stroke
      context.lineWidth = 2
      context.stroke()
    }
  })

/** A ring on the ground: around the own character, a target, or the cell that a walk leads to. */
export const ringPicture = (color: string): Picture =>
  paintPicture({ width: TILE, height: TILE * 0.7 }, context => {
    for (const [width, stroke] of [
      [5, '#00000050'],
      [2.4, color],
    ] as const) {
      context.beginPath()
      context.ellipse(TILE / 2, TILE * 0.35, 20, 12, 0, 0, Math.PI * 2)
      context.strokeStyle = stroke
      context.lineWidth = width
      context.stroke()
    }
  })

/** Soft light around the middle of the view, and dusk at its edges. */
export const duskPicture = ({ color, alpha }: { color: string; alpha: number }): Picture =>
  paintPicture({ width: 256, height: 256 }, context => {
    const gradient = context.createRadialGradient(128, 128, 40, 128, 128, 182)
    gradient.addColorStop(0, `rgb(255 236 190 / ${alpha * 0.16})`)
    gradient.addColorStop(0.3, `rgb(${color} / 0)`)
    gradient.addColorStop(0.75, `rgb(${color} / ${alpha * 0.6})`)
    gradient.addColorStop(1, `rgb(${color} / ${alpha})`)
    context.fillStyle = gradient
    context.fillRect(0, 0, 256, 256)
  })
