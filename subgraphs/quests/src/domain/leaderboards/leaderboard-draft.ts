import { filterProblems, type EventShape, type ObjectiveFilter } from '../objective-filter.js'
import { lengthProblems, NAME_LENGTH_MAX, rangeProblems, type Problem } from '../problems.js'
import {
  KEPT_PERIODS_MAX,
  periodKinds,
  scoreKinds,
  type LeaderboardDefinition,
  type PeriodKind,
  type ScoreKind,
} from './leaderboard.js'
import { fieldProblems, isRecord, type Json } from './json-draft.js'
import { prizeProblems, prizesOf } from './prize-draft.js'

type Shapes = ReadonlyMap<string, EventShape>

const RULE_FIELDS = ['eventType', 'filter', 'score', 'field', 'period', 'season', 'countsFrom'] as const
const FIELDS = ['name', ...RULE_FIELDS, 'prizes', 'keptPeriods'] as const
const SEASON_FIELDS = ['startsAt', 'days'] as const
export const SEASON_DAYS_MAX = 366

/** A definition, or everything that is wrong with it. */
export type ReadLeaderboard = { readonly definition: LeaderboardDefinition } | { readonly problems: readonly Problem[] }

/** Reads a board as JSON. */
export function readLeaderboard(input: unknown, shapes: Shapes): ReadLeaderboard {
  if (!isRecord(input)) return { problems: [{ field: 'input', message: 'must be an object, such as {"name": "…"}' }] }
  const problems = [
    ...fieldProblems('input', input, FIELDS),
    ...nameProblems(input['name']),
    ...oneOfProblems('eventType', input['eventType'], [...shapes.keys()]),
    ...oneOfProblems('score', input['score'], scoreKinds),
    ...oneOfProblems('period', input['period'], periodKinds),
    ...seasonProblems(input),
    ...countedProblems(input, shapes),
    ...momentProblems('countsFrom', input['countsFrom'] ?? null),
    ...prizeProblems(input['prizes'] ?? [], input['period'] !== 'ALL_TIME'),
    ...keptProblems(input),
  ]
  return problems.length > 0 ? { problems } : { definition: definitionOf(input) }
}

const nameProblems = (name: unknown): Problem[] =>
  lengthProblems('name', typeof name === 'string' ? name.trim() : '', { min: 1, max: NAME_LENGTH_MAX })

/** Filter and field, as the data of the event type allows. */
function countedProblems({ eventType, filter = null, score, field = null }: Json, shapes: Shapes): Problem[] {
  const shape = typeof eventType === 'string' ? shapes.get(eventType) : undefined
  if (shape === undefined) return []
  const problems: Problem[] =
    filter === null
      ? []
      : filterProblems(filter, shape).map(({ path, ...problem }) => ({ ...problem, field: `filter${path}` }))
  const allowed = shape.fields.filter(name => shape.kindOf(name) === 'NUMBER')
  if (score === 'COUNT')
    return field === null
      ? problems
      : [...problems, { field: 'field', message: 'must be left out: COUNT counts events' }]
  if (typeof field === 'string' && allowed.includes(field)) return problems
  const message =
    allowed.length === 0
      ? 'must be left out, and score be COUNT: the data of these events has no number'
      : `must be one of ${allowed.join(', ')}`
  return [...problems, { field: 'field', message, rule: 'ONE_OF', allowed }]
}

function seasonProblems({ period, season = null }: Json): Problem[] {
  if (period !== 'SEASON')
    return season === null ? [] : [{ field: 'season', message: 'must be left out: only boards of SEASON have seasons' }]
  if (!isRecord(season)) return [{ field: 'season', message: 'must be an object of startsAt and days' }]
  const { startsAt = null, days } = season
  return [
    ...fieldProblems('season', season, SEASON_FIELDS),
    ...(startsAt === null ? [notAMoment('season.startsAt')] : momentProblems('season.startsAt', startsAt)),
    ...rangeProblems('season.days', typeof days === 'number' ? days : Number.NaN, { min: 1, max: SEASON_DAYS_MAX }),
  ]
}

function momentProblems(field: string, value: unknown): Problem[] {
  if (value === null) return []
  const isMoment = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
  return isMoment ? [] : [notAMoment(field)]
}

const notAMoment = (field: string): Problem => ({
  field,
  message: 'must be a moment in UTC, in the form that DateTime fields have',
  rule: 'FORMAT',
})

function keptProblems({ period, keptPeriods = null }: Json): Problem[] {
  if (keptPeriods === null) return []
  if (period === 'ALL_TIME')
    return [{ field: 'keptPeriods', message: 'must be left out: a board without an end keeps all entries' }]
  const given = typeof keptPeriods === 'number' ? keptPeriods : Number.NaN
  return rangeProblems('keptPeriods', given, { min: 1, max: KEPT_PERIODS_MAX })
}

function oneOfProblems(field: string, value: unknown, allowed: readonly string[]): Problem[] {
  if (typeof value === 'string' && allowed.includes(value)) return []
  return [{ field, message: `must be one of ${allowed.join(', ')}`, rule: 'ONE_OF', allowed }]
}

/** The definition that an input without problems makes. */
function definitionOf(input: Json): LeaderboardDefinition {
  const { name, eventType, filter = null, score, field = null, period, season = null, countsFrom = null } = input
  const { keptPeriods = null } = input
  return {
    name: String(name).trim(),
    eventType: String(eventType),
    filter: filter as ObjectiveFilter | null,
    score: score as ScoreKind,
    field: field as string | null,
    period: period as PeriodKind,
    season: isRecord(season) ? { startsAt: isoOf(season['startsAt']), days: Number(season['days']) } : null,
    countsFrom: countsFrom === null ? null : isoOf(countsFrom),
    prizes: prizesOf(input['prizes'] ?? []),
    ...(keptPeriods !== null && { keptPeriods: Number(keptPeriods) }),
  }
}

const isoOf = (moment: unknown): string => new Date(String(moment)).toISOString()
