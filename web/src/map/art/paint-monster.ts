import { variationOf } from '../draw/variation.js'
import { paintPicture, type Picture } from './picture.js'
import { box, ellipse, eyes, line, lit, polygon } from './shapes.js'

type Context = CanvasRenderingContext2D

const SIZE = 64
const M = SIZE / 2

/** The picture of a kind of monster: its shape by the last word of its name, its colour by the whole name. */
export const monsterPicture = (name: string): Picture =>
  paintPicture({ width: SIZE, height: SIZE, anchorY: 0.86 }, context => {
    const word = name.toLowerCase().split(/\W+/).at(-1) ?? ''
    ;(shapes[word] ?? blob)(context, hueOf(name))
  })

const HUES: readonly (readonly [RegExp, number])[] = [
  [/meadow|green/i, 105],
  [/moss|forest|treant/i, 150],
  [/cave|mine|crawler/i, 265],
  [/reed|viper/i, 75],
  [/drowned/i, 190],
  [/burrow|rabbit/i, 32],
]

const hueOf = (name: string): number =>
  HUES.find(([words]) => words.test(name))?.[1] ?? Math.floor(variationOf(name) * 360)

function blob(context: Context, hue: number): void {
  polygon(context, dome(20, 30), lit(context, { x: M, y: 36, radius: 24, hue }))
  ellipse(context, { x: M - 8, y: 32, width: 9, height: 6, fill: '#ffffff70' })
  eyes(context, { x: M, y: 42, apart: 14, size: 4 })
  context.beginPath()
  context.arc(M, 46, 4, 0.2, Math.PI - 0.2)
  context.strokeStyle = '#1a1420'
  context.lineWidth = 1.6
  context.stroke()
}

const dome = (half: number, height: number): [number, number][] =>
  Array.from({ length: 25 }, (_, index) => {
    const angle = Math.PI - (index / 24) * Math.PI
    return [M + Math.cos(angle) * half * (1 + 0.12 * Math.sin(angle * 2) ** 2), 56 - Math.sin(angle) * height]
  })

function rabbit(context: Context, hue: number): void {
  const fur = `hsl(${hue} 38% 62%)`
  for (const side of [-1, 1]) {
    ellipse(context, { x: M + side * 6, y: 20, width: 8, height: 24, fill: fur })
    ellipse(context, { x: M + side * 6, y: 21, width: 4, height: 17, fill: '#f3b6b6' })
  }
  ellipse(context, {
    x: M,
    y: 47,
    width: 30,
    height: 20,
    fill: lit(context, { x: M, y: 47, radius: 18, hue, saturation: 38 }),
  })
  ellipse(context, { x: M, y: 35, width: 22, height: 19, fill: fur })
  ellipse(context, { x: M + 15, y: 49, width: 9, height: 9, fill: '#fff8ee' })
  eyes(context, { x: M, y: 34, apart: 11, size: 3 })
  ellipse(context, { x: M, y: 39, width: 4, height: 3, fill: '#d77f86' })
}

function viper(context: Context, hue: number): void {
  context.lineWidth = 9
  context.strokeStyle = `hsl(${hue} 45% 38%)`
  context.beginPath()
  context.moveTo(12, 54)
  context.bezierCurveTo(26, 40, 34, 66, 48, 52)
  context.bezierCurveTo(56, 42, 40, 40, M, 26)
  context.stroke()
  context.lineWidth = 3
  context.strokeStyle = `hsl(${hue} 60% 62%)`
  context.stroke()
  ellipse(context, { x: M - 1, y: 23, width: 17, height: 13, fill: `hsl(${hue} 50% 42%)` })
  eyes(context, { x: M - 1, y: 21, apart: 8, size: 2.6, fill: '#3a0d0d' })
  line(
    context,
    [
      [M - 1, 28],
      [M - 1, 34],
    ],
    { stroke: '#d23b4a', width: 1.4 },
  )
}

function person(context: Context, hue: number): void {
  const cloth = `hsl(${hue} 28% 34%)`
  for (const side of [-1, 1]) ellipse(context, { x: M + side * 6, y: 55, width: 9, height: 7, fill: '#2c211b' })
  polygon(
    context,
    [
      [M - 9, 30],
      [M + 9, 30],
      [M + 13, 54],
      [M - 13, 54],
    ],
    cloth,
  )
  ellipse(context, { x: M, y: 22, width: 20, height: 20, fill: '#cfa27c' })
  polygon(
    context,
    [
      [M - 12, 22],
      [M, 8],
      [M + 12, 22],
      [M + 10, 18],
      [M - 10, 18],
    ],
    cloth,
  )
  box(context, { x: M - 10, y: 24, width: 20, height: 8, radius: 3, fill: '#6e2b2b' })
  eyes(context, { x: M, y: 21, apart: 9, size: 2.4 })
  line(
    context,
    [
      [M + 14, 50],
      [M + 20, 30],
    ],
    { stroke: '#c9cfd8', width: 3 },
  )
}

function wolf(context: Context, hue: number): void {
  const fur = `hsl(${hue} 10% 44%)`
  for (const x of [18, 26, 40, 47])
    box(context, { x, y: 44, width: 6, height: 13, radius: 3, fill: `hsl(${hue} 10% 34%)` })
  line(
    context,
    [
      [50, 40],
      [60, 30],
    ],
    { stroke: fur, width: 7 },
  )
  ellipse(context, {
    x: 34,
    y: 42,
    width: 38,
    height: 18,
    fill: lit(context, { x: 34, y: 40, radius: 22, hue, saturation: 10, light: 46 }),
  })
  polygon(
    context,
    [
      [10, 22],
      [14, 32],
      [22, 30],
    ],
    fur,
  )
  polygon(
    context,
    [
      [28, 21],
      [20, 30],
      [29, 32],
    ],
    fur,
  )
  ellipse(context, { x: 19, y: 35, width: 22, height: 17, fill: fur })
  ellipse(context, { x: 13, y: 40, width: 12, height: 8, fill: `hsl(${hue} 12% 62%)` })
  ellipse(context, { x: 8.5, y: 39, width: 4, height: 3, fill: '#16121a' })
  eyes(context, { x: 18, y: 33, apart: 9, size: 2.8, fill: '#6b4a00' })
}

function treant(context: Context, hue: number): void {
  polygon(
    context,
    [
      [22, 58],
      [25, 30],
      [39, 30],
      [43, 58],
      [36, 54],
      [M, 59],
      [27, 54],
    ],
    '#6a4a2e',
  )
  line(
    context,
    [
      [25, 38],
      [12, 30],
    ],
    { stroke: '#6a4a2e', width: 5 },
  )
  line(
    context,
    [
      [39, 38],
      [53, 28],
    ],
    { stroke: '#6a4a2e', width: 5 },
  )
  for (const [x, y, size] of [
    [20, 20, 24],
    [44, 20, 24],
    [32, 13, 28],
  ] as const)
    ellipse(context, {
      x,
      y,
      width: size,
      height: size * 0.85,
      fill: lit(context, { x, y, radius: size / 2, hue, light: 34 }),
    })
  eyes(context, { x: M, y: 40, apart: 9, size: 3.4, fill: '#2a1a05' })
}

function bat(context: Context, hue: number): void {
  const skin = `hsl(${hue} 22% 34%)`
  for (const side of [-1, 1])
    polygon(
      context,
      [
        [M, 28],
        [M + side * 16, 14],
        [M + side * 29, 24],
        [M + side * 21, 28],
        [M + side * 17, 36],
        [M + side * 9, 33],
      ],
      skin,
    )
  ellipse(context, {
    x: M,
    y: 31,
    width: 18,
    height: 20,
    fill: lit(context, { x: M, y: 30, radius: 12, hue, saturation: 22, light: 40 }),
  })
  for (const side of [-1, 1])
    polygon(
      context,
      [
        [M + side * 3, 23],
        [M + side * 8, 14],
        [M + side * 9, 26],
      ],
      skin,
    )
  eyes(context, { x: M, y: 29, apart: 8, size: 3, fill: '#8a1020' })
}

function crawler(context: Context, hue: number): void {
  for (const side of [-1, 1])
    for (let leg = 0; leg < 3; leg++)
      line(
        context,
        [
          [M + side * 8, 40 + leg * 5],
          [M + side * 22, 34 + leg * 7],
          [M + side * 26, 44 + leg * 6],
        ],
        { stroke: `hsl(${hue} 18% 26%)`, width: 2.6 },
      )
  ellipse(context, {
    x: M,
    y: 44,
    width: 34,
    height: 24,
    fill: lit(context, { x: M, y: 42, radius: 20, hue, saturation: 24, light: 36 }),
  })
  ellipse(context, { x: M, y: 36, width: 18, height: 13, fill: `hsl(${hue} 22% 30%)` })
  eyes(context, { x: M, y: 36, apart: 8, size: 3, fill: '#ffb347' })
}

const shapes: Readonly<Record<string, (context: Context, hue: number) => void>> = {
  slime: blob,
  rabbit,
  viper,
  bandit: person,
  miner: person,
  wolf,
  treant,
  bat,
  crawler,
}
