import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { checkModel } from '../domain/banner-model/check-model.js'
import type { CompiledModel } from '../domain/banner-model/compile.js'

/** Reads a banner model of a JSON file; ends the command, with every problem named, where it is none. */
export function readModel(program: Command, file: string): CompiledModel {
  let input: unknown
  try {
    input = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return program.error(`error: ${file} is no JSON file: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { model, problems } = checkModel(input)
  if (model !== null) return model
  const lines = problems.map(({ path, message }) => `- ${path}: ${message}`)
  return program.error(`error: ${file} is no banner model:\n${lines.join('\n')}`)
}
