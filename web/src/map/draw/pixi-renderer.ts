// The page's Content-Security-Policy has no `unsafe-eval`, and Pixi makes functions from text without it.
import 'pixi.js/unsafe-eval'
import { Container, Sprite, Texture, WebGLRenderer } from 'pixi.js'
import type { Picture } from '../art/picture.js'
import { BACKDROP, type WorldRenderer } from './world-renderer.js'

/** Textures that no frame of so many has drawn are freed. */
const SWEEP_FRAMES = 600

/** Draws by WebGL: a sprite for each spot, a texture for each picture. */
export async function createPixiRenderer(onLost: () => void): Promise<WorldRenderer> {
  const canvas = document.createElement('canvas')
  const renderer = new WebGLRenderer()
  await renderer.init({ canvas, width: 1, height: 1, background: BACKDROP, antialias: false, preferWebGLVersion: 2 })
  canvas.addEventListener('webglcontextlost', onLost)
  const scene = new Container()
  const textures = createTextures()
  let stage = { width: 1, height: 1 }
  let frames = 0

  const spriteAt = (index: number): Sprite => {
    const known = scene.children[index]
    return known instanceof Sprite ? known : scene.addChild(new Sprite())
  }
  return {
    kind: 'webgl',
    canvas,
    resize: (size, pixelRatio) => {
      stage = size
      renderer.resize(size.width, size.height, pixelRatio)
    },
    draw: (spots, { x: cameraX, y: cameraY, zoom }) => {
      frames++
      scene.scale.set(zoom)
      scene.position.set(Math.round(stage.width / 2 - cameraX * zoom), Math.round(stage.height / 2 - cameraY * zoom))
      let shown = 0
      for (const { picture, x, y, alpha, scaleX, scaleY } of spots) {
        const sprite = spriteAt(shown++)
        sprite.visible = true
        sprite.texture = textures.of(picture, frames)
        sprite.anchor.set(picture.anchorX, picture.anchorY)
        sprite.position.set(x, y)
        sprite.alpha = alpha
        const pixel = picture.width / picture.canvas.width
        sprite.scale.set(pixel * scaleX, pixel * scaleY)
      }
      for (; shown < scene.children.length; shown++) spriteAt(shown).visible = false
      renderer.render(scene)
      if (frames % SWEEP_FRAMES === 0) textures.sweep(frames - SWEEP_FRAMES)
    },
    close: () => {
      canvas.removeEventListener('webglcontextlost', onLost)
      scene.destroy({ children: true })
      textures.sweep(Infinity)
      renderer.destroy({ removeView: true })
    },
  }
}

function createTextures() {
  const textures = new Map<Picture, { readonly texture: Texture; drawnAt: number }>()
  return {
    of: (picture: Picture, frame: number): Texture => {
      let known = textures.get(picture)
      if (known === undefined) {
        known = { texture: Texture.from(picture.canvas, true), drawnAt: frame }
        textures.set(picture, known)
      }
      known.drawnAt = frame
      return known.texture
    },
    sweep: (before: number) => {
      for (const [picture, { texture, drawnAt }] of textures) {
        if (drawnAt >= before) continue
        textures.delete(picture)
        texture.destroy(true)
      }
    },
  }
}
