import type { Appearance } from '@waystone/live-client'
import { CLOTH_COLORS, HAIR_COLORS, SKIN } from './palette.js'
import { paintPicture, type Picture } from './picture.js'
import { box, ellipse, eyes, line, polygon } from './shapes.js'

type Context = CanvasRenderingContext2D

const WIDTH = 56
const HEIGHT = 68
const MIDDLE = WIDTH / 2

/** A character as it stands, from the front. @param art the key of its class, such as `classes/mage` */
export const characterPicture = (art: string, appearance: Appearance): Picture =>
  paintPicture({ width: WIDTH, height: HEIGHT, anchorY: 0.9 }, context => {
    const cloth = CLOTH_COLORS[appearance.clothColor] ?? CLOTH_COLORS[0]
    const hair = HAIR_COLORS[appearance.hairColor] ?? HAIR_COLORS[0]
    const style = hairStyle(appearance.hairStyle)
    if (style.length > 0) hairBehind(context, style.length, hair)
    paintBody(context, cloth)
    ellipse(context, { x: MIDDLE, y: 23, width: 22, height: 22, fill: SKIN })
    ellipse(context, { x: MIDDLE + 4, y: 26, width: 14, height: 15, fill: '#00000012' })
    eyes(context, { x: MIDDLE, y: 25, apart: 9 })
    hairInFront(context, style.front, hair)
    ;(tools[art] ?? noTool)(context)
  })

/** Thirty styles are six cuts of the front by five lengths of the back. */
const hairStyle = (number: number) => ({ front: number % 6, length: Math.floor(number / 6) % 5 })

function paintBody(context: Context, cloth: string): void {
  for (const side of [-1, 1]) {
    ellipse(context, { x: MIDDLE + side * 6, y: 60, width: 10, height: 7, fill: '#4a3628' })
    ellipse(context, { x: MIDDLE + side * 13, y: 43, width: 8, height: 16, fill: cloth })
    ellipse(context, { x: MIDDLE + side * 14, y: 50, width: 7, height: 7, fill: SKIN })
  }
  const robe = [
    [MIDDLE - 9, 33],
    [MIDDLE + 9, 33],
    [MIDDLE + 13, 58],
    [MIDDLE - 13, 58],
  ] as const
  polygon(context, robe, cloth)
  polygon(
    context,
    [
      [MIDDLE + 2, 33],
      [MIDDLE + 9, 33],
      [MIDDLE + 13, 58],
      [MIDDLE + 5, 58],
    ],
    '#00000026',
  )
  box(context, { x: MIDDLE - 11, y: 46, width: 22, height: 4, radius: 2, fill: '#3b2b21' })
  box(context, { x: MIDDLE - 2.5, y: 45.5, width: 5, height: 5, radius: 1, fill: '#e5c25a' })
  polygon(
    context,
    [
      [MIDDLE - 5, 33],
      [MIDDLE + 5, 33],
      [MIDDLE, 40],
    ],
    '#ffffff40',
  )
}

function hairBehind(context: Context, length: number, fill: string): void {
  box(context, { x: MIDDLE - 13, y: 16, width: 26, height: 9 + length * 6, radius: 9, fill })
  box(context, { x: MIDDLE - 13, y: 16, width: 26, height: 9 + length * 6, radius: 9, fill: '#0000002e' })
}

function hairInFront(context: Context, front: number, fill: string): void {
  context.save()
  context.beginPath()
  context.ellipse(MIDDLE, 21.5, 13, 13, 0, Math.PI, Math.PI * 2)
  context.fillStyle = fill
  context.fill()
  const left = MIDDLE - 13
  if (front === 1)
    polygon(
      context,
      [
        [left, 20],
        [MIDDLE + 13, 20],
        [MIDDLE + 9, 25],
        [MIDDLE - 2, 20.5],
      ],
      fill,
    )
  if (front === 2)
    for (let lock = 0; lock < 5; lock++)
      polygon(
        context,
        [
          [left + lock * 5.2, 20],
          [left + lock * 5.2 + 5.6, 20],
          [left + lock * 5.2 + 2, 25.5],
        ],
        fill,
      )
  if (front === 3)
    for (let spike = 0; spike < 5; spike++)
      polygon(
        context,
        [
          [left + 1 + spike * 5, 13],
          [left + 6 + spike * 5, 13],
          [left + spike * 6, 2],
        ],
        fill,
      )
  if (front === 4)
    for (const side of [-1, 1]) ellipse(context, { x: MIDDLE + side * 13, y: 26, width: 7, height: 16, fill })
  if (front === 5) {
    ellipse(context, { x: MIDDLE, y: 7, width: 12, height: 11, fill })
    line(
      context,
      [
        [MIDDLE - 5, 10.5],
        [MIDDLE + 5, 10.5],
      ],
      { stroke: '#e5c25a', width: 2 },
    )
  }
  ellipse(context, { x: MIDDLE - 5, y: 14, width: 9, height: 4, fill: '#ffffff30' })
  context.restore()
}

const noTool = () => {}

/** Tools that a class carries, by the key of its picture. */
const tools: Readonly<Record<string, (context: Context) => void>> = {
  'classes/swordsman': context => {
    line(
      context,
      [
        [45, 54],
        [51, 26],
      ],
      { stroke: '#d7dde6', width: 4 },
    )
    line(
      context,
      [
        [42, 49],
        [50, 51],
      ],
      { stroke: '#caa24a', width: 3 },
    )
  },
  'classes/mage': context => {
    line(
      context,
      [
        [45, 62],
        [47, 24],
      ],
      { stroke: '#7a5233', width: 3.4 },
    )
    ellipse(context, { x: 47, y: 20, width: 11, height: 11, fill: '#8fd3ff' })
    ellipse(context, { x: 45.5, y: 18.5, width: 4, height: 4, fill: '#ffffffc0' })
  },
  'classes/archer': context => {
    context.beginPath()
    context.arc(38, 45, 15, -1.2, 1.2)
    context.strokeStyle = '#8a5a30'
    context.lineWidth = 3
    context.stroke()
    line(
      context,
      [
        [43.5, 31],
        [43.5, 59],
      ],
      { stroke: '#f2ead6', width: 1 },
    )
  },
  'classes/acolyte': context => {
    line(
      context,
      [
        [45, 60],
        [45, 30],
      ],
      { stroke: '#cdb06a', width: 3 },
    )
    line(
      context,
      [
        [39.5, 35],
        [50.5, 35],
      ],
      { stroke: '#cdb06a', width: 3 },
    )
    ellipse(context, { x: MIDDLE, y: 6, width: 22, height: 5, fill: '#ffe9a0a0' })
  },
  'classes/thief': context => {
    line(
      context,
      [
        [44, 54],
        [51, 43],
      ],
      { stroke: '#c6ccd6', width: 3 },
    )
    line(
      context,
      [
        [12, 54],
        [5, 43],
      ],
      { stroke: '#c6ccd6', width: 3 },
    )
    polygon(
      context,
      [
        [MIDDLE - 11, 28],
        [MIDDLE + 11, 28],
        [MIDDLE + 8, 34],
        [MIDDLE - 8, 34],
      ],
      '#2c2a3a',
    )
  },
  'classes/merchant': context => {
    line(
      context,
      [
        [45, 60],
        [49, 34],
      ],
      { stroke: '#7a5233', width: 3.4 },
    )
    polygon(
      context,
      [
        [45, 30],
        [54, 31],
        [55, 42],
        [47, 40],
      ],
      '#c9cfd8',
    )
    ellipse(context, { x: 11, y: 52, width: 13, height: 14, fill: '#a87b45' })
  },
}
