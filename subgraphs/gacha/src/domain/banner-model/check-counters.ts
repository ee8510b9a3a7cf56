import type { DefinitionProblem } from '../check-banner.js'
import { MICROS_PER_PERCENT, microsOf } from '../chance.js'
import { COUNTERS_MAX, type Counter, type ModelDefinition, type Update } from './definition.js'
import { checkEvent, checkWhen } from './names.js'

const ALL_PERCENT = 100

/** Counters: their count, starts and updates. */
export function checkCounters(definition: ModelDefinition): DefinitionProblem[] {
  const entries = Object.entries(definition.counters)
  return [
    ...(entries.length <= COUNTERS_MAX
      ? []
      : [
          {
            path: 'counters',
            message: `must be ${COUNTERS_MAX} at most`,
            rule: 'COUNT' as const,
            max: COUNTERS_MAX,
            actual: entries.length,
          },
        ]),
    ...entries.flatMap(([name, counter]) => checkCounter(counter, `counters.${name}`, definition)),
  ]
}

function checkCounter(counter: Counter, path: string, definition: ModelDefinition): DefinitionProblem[] {
  return [
    ...checkStart(counter, path),
    ...checkOrderCounter(counter, path),
    ...(counter.scope === 'item' && definition.target === undefined
      ? [{ path: `${path}.scope`, message: 'must not be "item": the banner has no target whose item it belongs to' }]
      : []),
    ...checkReachOfUpdates(counter, path),
    ...counter.on.flatMap((update, index) =>
      checkUpdate(update, `${path}.on[${index}]`, { definition, max: counter.max }),
    ),
  ]
}

function checkStart({ start, max }: Counter, path: string): DefinitionProblem[] {
  const at = `${path}.start`
  if (typeof start === 'number')
    return start <= max ? [] : [{ path: at, message: `must be ${max} at most, the counter's max`, rule: 'RANGE', max }]
  const actual = start.reduce((total, percent) => total + microsOf(percent), 0) / MICROS_PER_PERCENT
  const values = max + 1
  return [
    ...(start.length <= values
      ? []
      : [
          {
            path: at,
            message: `has more values than the counter, which has ${values}`,
            rule: 'COUNT' as const,
            max: values,
            actual: start.length,
          },
        ]),
    ...(actual === ALL_PERCENT
      ? []
      : [
          {
            path: at,
            message: `must add up to ${ALL_PERCENT} percent, not ${actual}`,
            rule: 'RANGE' as const,
            min: ALL_PERCENT,
            max: ALL_PERCENT,
            actual,
          },
        ]),
  ]
}

/** A counter that restarts with each order would lose what it counts of orders. */
function checkOrderCounter({ scope, per, onClose }: Counter, path: string): DefinitionProblem[] {
  if (scope !== 'order') return []
  return [
    ...(per === 'order' ? [{ path: `${path}.per`, message: 'must be "draw" where the scope is "order"' }] : []),
    ...(onClose === 'keep' ? [] : [{ path: `${path}.onClose`, message: 'must be "keep" where the scope is "order"' }]),
  ]
}

function checkReachOfUpdates({ on }: Counter, path: string): DefinitionProblem[] {
  const all = on.findIndex(([event, , when]) => event === '*' && Object.keys(when ?? {}).length === 0)
  if (all === -1) return []
  return on.slice(all + 1).map((_, index) => ({
    path: `${path}.on[${all + 1 + index}]`,
    message: 'never applies: an entry before it takes every draw',
  }))
}

function checkUpdate(
  [event, change, when]: Update,
  path: string,
  { definition, max }: { definition: ModelDefinition; max: number },
): DefinitionProblem[] {
  return [
    ...checkEvent(event, definition, `${path}[0]`),
    ...(change.set === undefined || change.set <= max
      ? []
      : [
          {
            path: `${path}[1].set`,
            message: `must be ${max} at most, the counter's max`,
            rule: 'RANGE' as const,
            max,
            actual: change.set,
          },
        ]),
    ...checkWhen(when, definition, `${path}[2]`),
  ]
}
