import { describe, expect, test } from 'vitest'
import { wrapped } from './paint-label.js'

const fits = (line: string) => line.length <= 10

describe('a bubble', () => {
  test('breaks its text between words', () => {
    expect(wrapped('Hail, traveller of the road', fits)).toEqual(['Hail,', 'traveller', 'of the', 'road'])
  })

  test('breaks a word that is too long by itself, and loses no letter', () => {
    const lines = wrapped('a honorificabilitudinitatibus b', fits)
    expect(lines.every(fits)).toBe(true)
    expect(lines.join('').replaceAll(' ', '')).toBe('ahonorificabilitudinitatibusb')
  })
})
