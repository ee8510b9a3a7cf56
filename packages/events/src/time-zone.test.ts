import { expect, it } from 'vitest'
import { isTimeZone } from './index.js'

it.each(['UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('%s is a time zone', zone => {
  expect(isTimeZone(zone)).toBe(true)
})

it.each(['', 'Mars/Olympus', '+05:30', '-03:00', '+0530', 'Z', 'Europe/Paris; DROP', 'x'.repeat(65)])(
  '%j is no time zone, whatever the version of Node',
  zone => {
    expect(isTimeZone(zone)).toBe(false)
  },
)
