import { writeNumbers, writtenNumber } from '@waystone/federation/exact-numbers'
import { isJsonObject } from '@waystone/federation/json'
import type { Column } from './export-columns.js'

/** How rows become text. */
export interface RowFormat {
  readonly contentType: string
  readonly opening: string
  /** @param isFirst true for the first rows of all. */
  rows(nodes: readonly unknown[], isFirst: boolean): string
  readonly closing: string
}

/** CSV as RFC 4180 has it, with a header. */
export const csvOf = (columns: readonly Column[]): RowFormat => ({
  contentType: 'text/csv; charset=utf-8; header=present',
  opening: lineOf(columns.map(column => quoted(column.join('.')))),
  rows: nodes => nodes.map(node => lineOf(columns.map(column => cellOf(valueAt(node, column))))).join(''),
  closing: '',
})

/** One array of the nodes as they are: without its end it is no JSON, so that a part is never taken for all. */
export const jsonRows: RowFormat = {
  contentType: 'application/json; charset=utf-8',
  opening: '[',
  rows: (nodes, isFirst) =>
    nodes.map((node, at) => `${isFirst && at === 0 ? '' : ','}\n${writeNumbers(JSON.stringify(node))}`).join(''),
  closing: '\n]\n',
}

const lineOf = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

function valueAt(node: unknown, column: Column): unknown {
  let value = node
  for (const key of column) value = isJsonObject(value) ? value[key] : undefined
  return value
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return writtenNumber(value) ?? quoted(withoutFormula(value))
  return quoted(writeNumbers(JSON.stringify(value)))
}

/** A text that is a number may begin with a sign. */
const NUMBER = /^-?\d+(\.\d+)?$/
/** Spreadsheets take these for the beginning of a formula, also behind blanks: OWASP, "CSV Injection". */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/

/** A spreadsheet shows a text behind an apostrophe as it is, and runs nothing of it. */
const withoutFormula = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text)

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
