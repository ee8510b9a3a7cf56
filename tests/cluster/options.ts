import { InvalidArgumentError } from 'commander'
import { portsFrom } from './ports.js'

export const PORT_DEFAULT = 21_600

export const parseWhole =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
  }

/** The first of the ports, which are taken in a row. */
export const parsePort = parseWhole(1_024, 65_535 - portsFrom(0).count)
