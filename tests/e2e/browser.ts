import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** The browser on PATH; on Debian as root it is installed first. @throws Error that says what to install. */
function findChromium(): string {
  const onPath = () =>
    (process.env['PATH'] ?? '')
      .split(path.delimiter)
      .flatMap(directory => names.map(name => path.join(directory, name)))
      .find(existsSync)
  const found = onPath()
  if (found !== undefined) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync('apt-get', ['-qq', 'update'], { env, stdio: 'ignore' })
    execFileSync('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', 'chromium'], { env, stdio: 'ignore' })
  }
  const installed = onPath()
  if (installed === undefined)
    throw new Error('Expected Chromium on PATH: install it (Debian: apt-get install chromium).')
  return installed
}

/** A browser with an empty profile that looks for nothing but what its pages ask. */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'waystone-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
