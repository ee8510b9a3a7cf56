/** A picture that was painted once, and is drawn by any renderer. Sizes are pixels of the map at zoom 1. */
export interface Picture {
  readonly canvas: HTMLCanvasElement
  readonly width: number
  readonly height: number
  /** The share of width and height that lies on the place where it is drawn. */
  readonly anchorX: number
  readonly anchorY: number
}

export type Paint = (context: CanvasRenderingContext2D) => void

export interface PictureSize {
  readonly width: number
  readonly height: number
  readonly anchorX?: number
  readonly anchorY?: number
}

/** Painted so many times larger, so that it stays sharp on fine screens. */
export const RESOLUTION = Math.min(2, Math.max(1, globalThis.devicePixelRatio ?? 1))

export function paintPicture({ width, height, anchorX = 0.5, anchorY = 0.5 }: PictureSize, paint: Paint): Picture {
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * RESOLUTION)
  canvas.height = Math.ceil(height * RESOLUTION)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser draws no canvas')
  context.scale(RESOLUTION, RESOLUTION)
  context.lineCap = 'round'
  context.lineJoin = 'round'
  paint(context)
  return { canvas, width, height, anchorX, anchorY }
}

/** Pictures by their key; the ones that were drawn longest ago are forgotten first. */
export function createGallery(sizeMax: number): (key: string, make: (key: string) => Picture) => Picture {
  const pictures = new Map<string, Picture>()
  return (key, make) => {
    const known = pictures.get(key)
    if (known !== undefined) {
      pictures.delete(key)
      pictures.set(key, known)
      return known
    }
    const made = make(key)
    pictures.set(key, made)
    for (const oldest of pictures.keys()) {
      if (pictures.size <= sizeMax) break
      pictures.delete(oldest)
    }
    return made
  }
}
