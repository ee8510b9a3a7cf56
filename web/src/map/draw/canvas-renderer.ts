import type { Size } from './camera.js'
import { BACKDROP, type WorldRenderer } from './world-renderer.js'

/** Draws by a 2D canvas, where there is no WebGL. */
export function createCanvasRenderer(): WorldRenderer {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { alpha: false })
  if (context === null) throw new Error('This browser draws no canvas')
  let stage: Size = { width: 1, height: 1 }
  let ratio = 1
  return {
    kind: 'canvas',
    canvas,
    resize: (size, pixelRatio) => {
      stage = size
      ratio = pixelRatio
      canvas.width = Math.round(size.width * pixelRatio)
      canvas.height = Math.round(size.height * pixelRatio)
    },
    draw: (spots, { x: cameraX, y: cameraY, zoom }) => {
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.fillStyle = BACKDROP
      context.fillRect(0, 0, canvas.width, canvas.height)
      const scale = zoom * ratio
      const left = Math.round((stage.width / 2) * ratio - cameraX * scale)
      const top = Math.round((stage.height / 2) * ratio - cameraY * scale)
      for (const { picture, x, y, alpha, scaleX, scaleY } of spots) {
        context.globalAlpha = alpha
        context.setTransform(scale * scaleX, 0, 0, scale * scaleY, left + x * scale, top + y * scale)
        const { width, height, anchorX, anchorY } = picture
        context.drawImage(picture.canvas, -anchorX * width, -anchorY * height, width, height)
      }
      context.globalAlpha = 1
    },
    close: () => canvas.remove(),
  }
}
