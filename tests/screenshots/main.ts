import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { createCommand, print, terminalProgress } from '@waystone/kit/command'
import { runMain } from '@waystone/kit/lifecycle'
import { chromium } from 'playwright-core'
import { BROWSER_ARGS } from '../e2e/browser.js'
import { startWaystone } from '../e2e/waystone.js'
import { findProgram } from '../find-program.js'
import { screensOf } from './screens.js'
import { tellStory } from './story.js'
import { SCHEMES, takeScreens } from './take.js'

/** Pictures are part of every clone. */
const PICTURE_MAX_BYTES = 300 * 1024

runMain(async () => {
  const { out, only, whole } = createCommand('web:screenshots')
    .description(
      'Starts Waystone on free ports with fresh data, opens each screen of the player app and of the console in Chromium, light and dark, and writes its picture.',
    )
    .option('--out <directory>', 'where the pictures go', path.join(import.meta.dirname, '../../web/screenshots'))
    .option('--only <text>', 'only screens with this text in their name', '')
    .option('--whole', 'each page down to its end, not only what fits into the window', false)
    .addHelpText(
      'after',
      '\nExit code: 0, 1 when a screen does not come up or a picture is too large, 2 for wrong usage.',
    )
    .parse()
    .opts<{ out: string; only: string; whole: boolean }>()
  const directory = path.resolve(out)
  mkdirSync(directory, { recursive: true })
  const waystone = await startWaystone('standalone')
  const browser = await chromium.launch({
    executablePath: findProgram(['chromium', 'chromium-browser', 'google-chrome'], ['chromium']),
    args: BROWSER_ARGS,
  })
  const close = [() => browser.close(), () => waystone.close()]
  const files: string[] = []
  const progress = terminalProgress(process.stderr, 'pictures')
  try {
    const story = await tellStory(waystone.url)
    close.unshift(story.close)
    const screens = screensOf(story).filter(({ name }) => name.includes(only))
    const total = screens.reduce((sum, { onPhones }) => sum + (onPhones ? 2 : 1), 0) * SCHEMES.length
    progress.start({ done: 0, total })
    for (const account of ['nobody', 'player', 'operator'] as const)
      await takeScreens(browser, {
        url: waystone.url,
        directory,
        account,
        screens: screens.filter(screen => screen.account === account),
        isWhole: whole,
        taken: file => progress.update(files.push(file)),
      })
  } finally {
    progress.stop()
    for (const end of close) await end()
  }
  print(`${files.length} pictures in ${directory}`)
  const large = files.filter(file => statSync(path.join(directory, file)).size > PICTURE_MAX_BYTES)
  if (large.length > 0) throw new Error(`Larger than ${PICTURE_MAX_BYTES / 1024} KB: ${large.join(', ')}`)
})
