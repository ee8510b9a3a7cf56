import { spawnSync } from 'node:child_process'
import path from 'node:path'

/** Builds what is not built from the sources as they are: for suites that run what containers run. */
export default function buildForTests(): void {
  const root = path.dirname(import.meta.dirname)
  const { status } = spawnSync(process.execPath, ['tools/prepare.mjs'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('Expected the sources to build; the output above says why they do not')
}
