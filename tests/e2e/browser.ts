import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'
import { findProgram } from '../find-program.js'

/** A browser that looks for nothing but what its pages ask. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser with an empty profile that looks for nothing but what its pages ask. */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'waystone-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findProgram(['chromium', 'chromium-browser', 'google-chrome'], ['chromium']),
    headless: true,
    args: BROWSER_ARGS,
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
