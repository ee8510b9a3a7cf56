import { execFile } from 'node:child_process'

/** A command of src, as the root's package.json runs it from the sources. */
export const runProgram = (
  program: string,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise(resolve => {
    execFile(
      process.execPath,
      ['--conditions=waystone-source', '--import', 'tsx', program, ...args],
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
