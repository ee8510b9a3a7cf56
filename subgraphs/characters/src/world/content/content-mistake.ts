import { StartError } from '@waystone/kit/errors'

/** A place in a content file; both count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A content file that cannot be used. Its message begins with file, line and column, as compilers print them. */
export class ContentMistake extends StartError {
  override readonly name = 'ContentMistake'
  constructor(file: string, { line, column }: Place, message: string) {
    super(`${file}:${line}:${column}: ${message}`)
  }
}
