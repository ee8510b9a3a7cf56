import { tableOf } from '@waystone/kit/command'
import type { ChiSquare } from '../domain/banner-simulation/chi-square.js'
import type { SimulatedOrder } from '../domain/banner-simulation/simulate-model.js'
import { digits } from './digits.js'

const PLACES = 5
const PERCENT = 100
const NOTHING = '–'

/** The report of one order: shares in the long run, and draws until each tier and pool of new players. */
export function orderTables({ order, draws, shares, test, waits }: SimulatedOrder): string {
  const [first] = waits
  const players =
    first === undefined ? '' : `, of ${first.players} new players with ${first.drawsMax} draws each at most`
  return [
    `\n${order} (draws in an order: ${draws}): shares in the long run\n`,
    tableOf(
      [
        ['figure', 'observed', 'exact', 'standard error', 'within three'],
        ...shares.map(share => [
          `share of ${share.event}`,
          `${digits(share.observed * PERCENT, PLACES)} %`,
          share.exact === null ? NOTHING : `${digits(share.exact * PERCENT, PLACES)} %`,
          digits(share.standardError * PERCENT, PLACES),
          share.exact === null ? NOTHING : share.agrees === null ? 'too few' : share.agrees ? 'yes' : 'NO',
        ]),
      ],
      'right',
    ),
    test === null ? '\nNo test of all shares: one is not known, or there are too few draws.' : `\n${testText(test)}`,
    `\n${order}: draws until the first one${players}\n`,
    tableOf(
      [
        ['figure', 'observed', 'exact', 'chi-square', 'degrees', 'p'],
        ...waits.map(wait => [
          `draws until ${wait.event}`,
          digits(wait.observed, PLACES),
          digits(wait.exact, PLACES),
          ...(wait.test === null ? [NOTHING, NOTHING, NOTHING] : testCells(wait.test)),
        ]),
      ],
      'right',
    ),
  ].join('\n')
}

const testCells = ({ statistic, degrees, pValue }: ChiSquare): readonly string[] => [
  digits(statistic, 2),
  String(degrees),
  pValue < 1e-4 ? pValue.toExponential(1) : digits(pValue, 4),
]

function testText(test: ChiSquare): string {
  const [statistic, degrees, p] = testCells(test)
  return `All shares together: Hotelling's T² ${statistic}, ${degrees} shares, p = ${p}`
}
