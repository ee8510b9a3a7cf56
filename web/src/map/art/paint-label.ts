import { paintPicture, type Picture } from './picture.js'
import { box } from './shapes.js'

const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif'

let ruler: CanvasRenderingContext2D | null = null

function widthOf(text: string, font: string): number {
  ruler ??= document.createElement('canvas').getContext('2d')
  if (ruler === null) return text.length * 8
  ruler.font = font
  return Math.ceil(ruler.measureText(text).width)
}

/** Text over the map: names, damage. */
export function textPicture(
  text: string,
  { color, size = 13, weight = 600 }: { color: string; size?: number; weight?: number },
): Picture {
  const font = `${weight} ${size}px ${FONT}`
  const [width, height] = [widthOf(text, font) + 8, size + 8]
  return paintPicture({ width, height }, context => {
    context.font = font
    context.textBaseline = 'middle'
    context.textAlign = 'center'
    context.lineWidth = 3.5
    context.strokeStyle = '#0d0a14d9'
    context.strokeText(text, width / 2, height / 2)
    context.fillStyle = color
    context.fillText(text, width / 2, height / 2)
  })
}

const BUBBLE_WIDTH = 200
const BUBBLE_FONT = `500 14px ${FONT}`
const LINE = 19
const LINES_MAX = 5

/** Speech in a bubble over the head. */
export function bubblePicture(text: string): Picture {
  const lines = wrapped(text, part => widthOf(part, BUBBLE_FONT) <= BUBBLE_WIDTH).slice(0, LINES_MAX)
  const width = Math.max(...lines.map(part => widthOf(part, BUBBLE_FONT)), 12) + 22
  const height = lines.length * LINE + 22
  return paintPicture({ width, height, anchorY: 1 }, context => {
    context.shadowColor = '#00000066'
    context.shadowBlur = 5
    box(context, { x: 3, y: 3, width: width - 6, height: height - 14, radius: 10, fill: '#fffdf7' })
    context.shadowColor = 'transparent'
    context.beginPath()
    context.moveTo(width / 2 - 6, height - 12)
    context.lineTo(width / 2, height - 3)
    context.lineTo(width / 2 + 6, height - 12)
    context.fill()
    context.font = BUBBLE_FONT
    context.fillStyle = '#1c1a26'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    for (const [index, part] of lines.entries()) context.fillText(part, width / 2, 7 + LINE / 2 + index * LINE)
  })
}

/** Breaks a text into lines that fit: between words, and within a word that is too long by itself. */
export function wrapped(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of text.split(/\s+/)) {
    const joined = current === '' ? word : `${current} ${word}`
    if (fits(joined)) {
      current = joined
      continue
    }
    if (current !== '') lines.push(current)
    current = ''
    for (const letter of word) {
      if (!fits(current + letter) && current !== '') {
        lines.push(current)
        current = ''
      }
      current += letter
    }
  }
  if (current !== '') lines.push(current)
  return lines
}

const BAR = { width: 36, height: 6 }

/** Hit points. @param share from 0 to 1 */
export const barPicture = (share: number, color: string): Picture =>
  paintPicture(BAR, context => {
    box(context, { x: 0, y: 0, ...BAR, radius: 3, fill: '#0d0a14cc' })
    if (share > 0)
      box(context, {
        x: 1,
        y: 1,
        width: Math.max(2, (BAR.width - 2) * share),
        height: BAR.height - 2,
        radius: 2,
        fill: color,
      })
  })
