import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { requireDebianTools } from '@waystone/kit/debian-tools'
import { logLine } from '@waystone/kit/log-line'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { dashboards } from './dashboards.js'
import { madeFiles } from './made-files.js'
import { metrics } from './metrics.js'
import { metricsOf, readRules, readRuleTests } from './rules.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const at = (...names: string[]) => path.join(root, ...names)
const read = (...names: string[]) => readFileSync(at(...names), 'utf8')
const known = new Set(metrics.map(({ name }) => name))
const { alerts, recordings } = readRules(at('ops/prometheus/rules'))
const names = [...new Set(alerts.map(({ alert }) => alert))].toSorted()
const queries = dashboards.flatMap(({ rows }) => rows.flatMap(({ panels }) => panels.flatMap(panel => panel.queries)))
const expressions = [...alerts, ...recordings, ...queries].map(({ expr }) => expr)

/** The first download of the packages may take long; afterwards they are in .cache. */
const FETCH_TIMEOUT_MS = 300_000
/** Two seconds of work, which a busy machine stretches. */
const PROMTOOL_TIMEOUT_MS = 120_000
let tools: { promtool: string; amtool: string }
let directory: string
beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-rules-'))
  tools = await requireDebianTools({ promtool: 'prometheus', amtool: 'prometheus-alertmanager' })
}, FETCH_TIMEOUT_MS)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

async function run(
  tool: keyof typeof tools,
  ...args: string[]
): Promise<{ code: unknown; said: string; printed: string }> {
  return await promisify(execFile)(tools[tool], args, { cwd: at('ops/prometheus') }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr, printed: stdout }),
    (error: { code?: unknown; stdout?: string; stderr?: string }) => ({
      code: error.code,
      said: `${error.stdout ?? ''}${error.stderr ?? ''}`,
      printed: error.stdout ?? '',
    }),
  )
}

/** Checks rules by promtool, as an operator does before a change. */
async function checkRules(rules: readonly object[]): Promise<{ code: unknown; said: string }> {
  const file = path.join(directory, 'rules.json')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'test', rules }] }))
  return await run('promtool', 'check', 'rules', file)
}

describe('the metrics', () => {
  it('are listed once each, and no rule or panel asks for one that is not listed', () => {
    expect(known.size).toBe(metrics.length)
    const unknown = expressions.flatMap(expr => metricsOf(expr, known).filter(name => !known.has(name)))
    expect(unknown).toEqual([])
    expect(metricsOf('rate(waystone_gone_total{a="waystone_x"}[5m]) + up', known)).toEqual(['waystone_gone_total'])
  })

  it('are each shown by a dashboard', () => {
    const shown = new Set(queries.flatMap(({ expr }) => metricsOf(expr, known)))
    expect([...known].filter(name => !shown.has(name))).toEqual([])
  })

  it('are those that the sources of the processes name', () => {
    const rooms = ['gateway/src', 'packages', 'subgraphs', 'tools/src/audit-economy']
    const sources = rooms.flatMap(room =>
      readdirSync(at(room), { recursive: true, encoding: 'utf8' })
        .filter(file => /^(?!.*(node_modules|dist|generated)\/).*(?<!\.test)\.ts$/.test(file))
        .map(file => read(room, file)),
    )
    const made = sources.flatMap(text =>
      [...text.matchAll(/(?:name: |METRIC = |counter\(\s*|labelled\(|gauge\()'(waystone_\w+)'/g)].map(
        ([, name = '']) => name,
      ),
    )
    const listed = [...known].filter(name => /^waystone_(?!backup_|restore_)/.test(name))
    expect([...new Set(made)].toSorted()).toEqual(listed.toSorted())
  })
})

describe('files that are made of the lists', () => {
  it.each([...madeFiles()])('%s is current; npm run ops:watching makes it anew', (file, text) => {
    expect(read(file)).toBe(text)
  })
})

describe('the rules', () => {
  it('are sound for promtool, and so is the configuration that names them', async () => {
    expect(await run('promtool', 'check', 'config', 'prometheus.yml')).toMatchObject({ code: 0 })
  })

  it.each(readdirSync(at('ops/prometheus/tests')))(
    'fire and keep quiet as %s says',
    { timeout: PROMTOOL_TIMEOUT_MS },
    async file => {
      const { code, said } = await run('promtool', 'test', 'rules', `tests/${file}`)
      expect(said).toContain('SUCCESS')
      expect(code).toBe(0)
    },
  )

  it('are tested, each alert both ways', () => {
    const { fires, keepsQuiet } = readRuleTests(at('ops/prometheus/tests'))
    expect([...fires].toSorted()).toEqual(names)
    expect([...keepsQuiet].toSorted()).toEqual(names.filter(name => name !== 'Watchdog'))
  })

  it.each([
    ['a query that does not parse', 'sum(rate(waystone_pulls_total[5m])', 'unclosed left parenthesis'],
    ['a function that Prometheus lacks', 'ratio(waystone_pulls_total)', 'unknown function with name "ratio"'],
    ['a rate of what is no range', 'rate(waystone_pulls_total)', 'expected type range vector'],
  ])('are refused before they are loaded, for %s', async (_, expr, reason) => {
    const { code, said } = await checkRules([{ alert: 'Wrong', expr }])
    expect(code).toBe(1)
    expect(said).toContain(reason)
    expect(said).toContain('"Wrong"')
  })
})

describe('the queries of all panels', () => {
  it('parse', async () => {
    const rules = queries.map(({ expr }, place) => ({
      record: `panel:${place}`,
      expr: expr.replaceAll('$__rate_interval', '1m'),
    }))
    const { code, said } = await checkRules(rules)
    expect(said).toContain(`${queries.length} rules found`)
    expect(code).toBe(0)
  })
})

describe('alerts', () => {
  const route = async (...labels: string[]): Promise<string> => {
    const args = ['config', 'routes', 'test', '--config.file', '../alertmanager/alertmanager.yml', ...labels]
    return (await run('amtool', ...args)).printed.trim()
  }

  it('go by routes that Alertmanager takes', async () => {
    expect(await run('amtool', 'check-config', '../alertmanager/alertmanager.yml')).toMatchObject({ code: 0 })
  })

  it.each([
    [['alertname=ProcessDown', 'severity=page'], 'on-call'],
    [['alertname=InvariantViolated', 'severity=page'], 'economy,on-call'],
    [['alertname=DeadLetters', 'severity=ticket'], 'tickets'],
    [['alertname=Watchdog', 'severity=none'], 'watchdog'],
    [['alertname=OfAnotherHouse'], 'tickets'],
  ])('with %s go to %s', async (labels, receivers) => {
    expect(await route(...labels)).toBe(receivers)
  })

  it('that are named by a route are alerts of the rules', () => {
    const quoted = [...read('ops/alertmanager/alertmanager.yml').matchAll(/alertname !?=~? ?"?([\w|]+)/g)]
    const unknown = quoted.flatMap(([, of = '']) => of.split('|')).filter(name => !names.includes(name))
    expect(quoted.length).toBeGreaterThan(3)
    expect(unknown).toEqual([])
  })
})

describe('the ways of logs to a store', () => {
  it.each(['vector.yaml', 'fluent-bit.yaml'])('%s is YAML, and labels lines by fields that all of them have', file => {
    const text = JSON.stringify(parse(read('ops/logs', file)))
    const labels = [...text.matchAll(/\{\{ (\w+) \}\}|\$(\w+)(?=[,"])/g)].map(([, vector, bit]) => vector ?? bit ?? '')
    expect(labels).toEqual(['name', 'level'])
    for (const label of labels) expect(logLine.shape).toHaveProperty(label)
  })
})

describe('runbooks', () => {
  it('are linked from their alerts, one page each, and no page is without an alert', () => {
    for (const { alert, annotations } of alerts)
      expect(annotations.runbook_url).toBe(`{{ $externalLabels.runbooks }}/${alert}.md`)
    const pages = readdirSync(at('ops/runbooks')).filter(file => names.includes(file.replace('.md', '')))
    expect(pages.map(file => file.replace('.md', '')).toSorted()).toEqual(names)
    const linked = new Set([...read('ops/runbooks/README.md').matchAll(/\]\((\w+)\.md\)/g)].map(([, name]) => name))
    expect(names.filter(name => !linked.has(name))).toEqual([])
  })

  it.each(names)('%s says what is seen, what to do and how it ends', name => {
    const page = read('ops/runbooks', `${name}.md`)
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual([name, 'What you see', 'What to do', 'How to know that it is over'])
    for (const [, link = ''] of page.matchAll(/\]\(([^):#]+)\)/g))
      expect(existsSync(at('ops/runbooks', link)), link).toBe(true)
  })
})
