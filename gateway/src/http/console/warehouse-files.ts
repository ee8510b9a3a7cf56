import { open } from 'node:fs/promises'
import path from 'node:path'
import {
  ANSWER_BYTES_MAX,
  ANSWER_INDEX,
  answerFile,
  parseAnswer,
  parseAnswerIndex,
  type AnswerIndex,
  type WarehouseAnswer,
} from '@waystone/kit/warehouse-answers'

/** The answers that `npm run warehouse` has written into a directory. */
export interface WarehouseFiles {
  /** Null where nothing was written yet. @throws Error for a file that is damaged or too large. */
  index(): Promise<AnswerIndex | null>
  /** @param question one of the index */
  answer(question: string): Promise<WarehouseAnswer>
}

/** Files are read when they are asked for: a run replaces each of them at once. */
export const openWarehouseFiles = (directory: string): WarehouseFiles => ({
  index: async () => {
    const file = path.join(directory, ANSWER_INDEX)
    const text = await readText(file)
    return text === null ? null : parsed(file, () => parseAnswerIndex(text))
  },
  answer: async question => {
    const file = path.join(directory, answerFile(question))
    const text = await readText(file)
    if (text === null) throw new Error(`${file} is missing, though ${ANSWER_INDEX} names it: npm run warehouse -- run`)
    return parsed(file, () => parseAnswer(text))
  },
})

/** @returns null for a file that is not there. */
async function readText(file: string): Promise<string | null> {
  let handle
  try {
    handle = await open(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    const { size } = await handle.stat()
    if (size > ANSWER_BYTES_MAX) throw new Error(`${file} has ${size} bytes; at most ${ANSWER_BYTES_MAX} are read`)
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

function parsed<T>(file: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new Error(`${file} cannot be used; npm run warehouse -- run writes it anew`, { cause: error })
  }
}
