/** Shapes that several painters are made of. */
type Context = CanvasRenderingContext2D

export function ellipse(
  context: Context,
  { x, y, width, height, fill }: { x: number; y: number; width: number; height: number; fill: string | CanvasGradient },
): void {
  context.beginPath()
  context.ellipse(x, y, width / 2, height / 2, 0, 0, Math.PI * 2)
  context.fillStyle = fill
  context.fill()
}

export function polygon(
  context: Context,
  points: readonly (readonly [number, number])[],
  fill: string | CanvasGradient,
): void {
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.closePath()
  context.fillStyle = fill
  context.fill()
}

export function line(
  context: Context,
  points: readonly (readonly [number, number])[],
  { stroke, width }: { stroke: string; width: number },
): void {
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.strokeStyle = stroke
  context.lineWidth = width
  context.stroke()
}

export function box(
  context: Context,
  {
    x,
    y,
    width,
    height,
    radius = 0,
    fill,
  }: { x: number; y: number; width: number; height: number; radius?: number; fill: string | CanvasGradient },
): void {
  context.beginPath()
  context.roundRect(x, y, width, height, radius)
  context.fillStyle = fill
  context.fill()
}

/** Light from the upper left on something round. */
export function lit(
  context: Context,
  {
    x,
    y,
    radius,
    hue,
    saturation = 55,
    light = 55,
  }: { x: number; y: number; radius: number; hue: number; saturation?: number; light?: number },
): CanvasGradient {
  const gradient = context.createRadialGradient(x - radius * 0.4, y - radius * 0.5, radius * 0.1, x, y, radius)
  gradient.addColorStop(0, `hsl(${hue} ${saturation}% ${light + 20}%)`)
  gradient.addColorStop(0.6, `hsl(${hue} ${saturation}% ${light}%)`)
  gradient.addColorStop(1, `hsl(${hue} ${saturation}% ${light - 18}%)`)
  return gradient
}

export function eyes(
  context: Context,
  { x, y, apart, size = 2.4, fill = '#1a1420' }: { x: number; y: number; apart: number; size?: number; fill?: string },
): void {
  for (const side of [-1, 1]) {
    ellipse(context, { x: x + (side * apart) / 2, y, width: size, height: size * 1.3, fill })
    ellipse(context, {
      x: x + (side * apart) / 2 - size * 0.15,
      y: y - size * 0.3,
      width: size * 0.4,
      height: size * 0.4,
      fill: '#fff',
    })
  }
}
