import { writeFileSync } from 'node:fs'
import UPNG from 'upng-js'

/** Of a palette: a third of the bytes, and nothing that an eye misses in pages. */
const COLORS = 256

/** Writes a PNG of Chromium with a palette. */
export function writeSmallPng(file: string, png: Buffer): void {
  const image = UPNG.decode(Uint8Array.from(png).buffer)
  writeFileSync(file, Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, COLORS)))
}
