/** Writes a line to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Writes a value for programs: the output of `--json` is one JSON value. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** "1 event", "2 events". */
export const countOf = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/**
 * Rows as columns that are as wide as their widest cell, two spaces apart.
 * @param numbers 'right' for columns of numbers behind the first one
 */
export function tableOf(rows: readonly (readonly string[])[], numbers: 'left' | 'right' = 'left'): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const padded = (cell: string, column: number): string => {
    const width = widths[column] ?? 0
    return numbers === 'right' && column > 0 ? cell.padStart(width) : cell.padEnd(width)
  }
  return rows.map(row => row.map(padded).join('  ').trimEnd()).join('\n')
}
