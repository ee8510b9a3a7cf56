import { isDeepStrictEqual } from 'node:util'
import { dashboards, metrics, metricsOf, readRules } from '@waystone/tools/watching'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGame, type Game } from './game.js'
import { startPrometheus, type Prometheus } from './prometheus.js'

const rules = readRules('ops/prometheus/rules')
const known = new Set(metrics.map(({ name }) => name))
const queries = dashboards.flatMap(({ rows }) =>
  rows.flatMap(({ panels }) => panels.flatMap(panel => panel.queries.map(({ expr }) => expr))),
)
const START_TIMEOUT_MS = 300_000
/** Of some hundred queries; the rest asks for replicas, backups, other processes or what has not happened here. */
const ANSWERED_MIN = 60

let game: Game
let prometheus: Prometheus
let text: string
beforeAll(async () => {
  game = await startGame()
  const input = `{ username: "nova", email: "nova@example.com", password: "a long enough passphrase" }`
  await game.ask(`mutation { signUp(input: ${input}) { __typename } }`)
  prometheus = await startPrometheus({ target: new URL(game.url).host })
  text = await (await fetch(`${game.url}/metrics`)).text()
}, START_TIMEOUT_MS)
afterAll(async () => {
  await prometheus.close()
  await game.close()
})

/** Names with their types, as processes say them. */
const exported = () =>
  new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]))

/** The label names of each series, by the metric that it is of. */
function labelsOfSeries(): { name: string; labels: readonly string[] }[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)].map(([, series = '', labels = '']) => ({
    name: metricsOf(series, known)[0] ?? series,
    labels: [...labels.matchAll(/(?:^|,)(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label = '']) => label),
  }))
}

test('a Waystone exports what the list says, and nothing of its own besides', () => {
  const types = exported()
  const own = [...types.keys()].filter(name => name.startsWith('waystone_'))
  expect(own.filter(name => !known.has(name))).toEqual([])
  const always = metrics.filter(({ exporter, needs }) => exporter !== 'textfile' && needs === undefined)
  expect(always.filter(({ name, type }) => types.get(name) !== type).map(({ name }) => name)).toEqual([])
})

test('each series has the labels that the list says', () => {
  const listed = new Map(metrics.map(({ name, labels }) => [name, labels.toSorted()]))
  const wrong = labelsOfSeries().filter(({ name, labels }) => {
    const own = labels.filter(label => label !== 'service' && label !== 'le').toSorted()
    return listed.has(name) && !isDeepStrictEqual(own, listed.get(name))
  })
  expect(wrong).toEqual([])
  expect(labelsOfSeries().length).toBeGreaterThan(200)
})

test('every query of every panel and rule runs on a real Prometheus, and finds what it asks for', async () => {
  const names = new Set(labelsOfSeries().map(({ name }) => name))
  const isThere = (expr: string) => metricsOf(expr, known).every(name => names.has(name))
  const recorded = rules.recordings.map(({ record }) => record)
  const empty: string[] = []
  let answered = 0
  for (const expr of [...queries, ...rules.recordings.map(rule => rule.expr)]) {
    const found = await prometheus.query(expr.replaceAll('$__rate_interval', '1m'))
    // One that filters, or asks for what only a larger set-up has, may find nothing.
    const mayBeEmpty = / > 0|="(?!waystone")/.test(expr) || recorded.some(name => expr.includes(name)) || !isThere(expr)
    if (found.length > 0) answered++
    else if (!mayBeEmpty) empty.push(expr)
  }
  expect(empty).toEqual([])
  expect(answered).toBeGreaterThan(ANSWERED_MIN)
  for (const { expr } of rules.alerts) await prometheus.query(expr)
})

test('every rule is evaluated without an error', async () => {
  const evaluated = await vi.waitUntil(async () => {
    const all = await prometheus.rules()
    return all.every(({ health }) => health !== 'unknown') && all
  }, 30_000)
  expect(evaluated.length).toBe(rules.alerts.length + rules.recordings.length)
  expect(evaluated.filter(({ health }) => health !== 'ok')).toEqual([])
})
