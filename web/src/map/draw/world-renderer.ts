import type { Camera, Size } from './camera.js'
import type { Spot } from './spots.js'

export type RendererKind = 'webgl' | 'canvas'

/** Draws the spots of a frame, on a canvas of its own. */
export interface WorldRenderer {
  readonly kind: RendererKind
  readonly canvas: HTMLCanvasElement
  resize(stage: Size, pixelRatio: number): void
  draw(spots: readonly Spot[], camera: Camera): void
  close(): void
}

/** Outside of the map. */
export const BACKDROP = '#0b0912'
