import { createCommand, print, printJson, terminalProgress } from '@waystone/kit/command'
import { runMain } from '@waystone/kit/lifecycle'
import { InvalidArgumentError } from 'commander'
import { createEndpoint } from './world-bots/endpoint.js'
import { summaryOf, summaryText } from './world-bots/report.js'
import { runBots, type BotsOptions } from './world-bots/run-bots.js'

const PLAYERS_MAX = 5_000
const SECONDS_MAX = 86_400

runMain(async () => {
  const program = createCommand('world:bots')
    .description(
      'Bots that play through the public endpoint: each signs up as a guest, makes a character, enters the world, walks, fights and picks up, on a connection of its own.',
    )
    .option('--players <n>', 'how many bots', whole(1, PLAYERS_MAX), 200)
    .option('--seconds <n>', 'how long they play, once all have signed up', whole(1, SECONDS_MAX), 60)
    .option('--url <url>', 'the gateway', httpUrl, 'http://127.0.0.1:4000')
    .option('--every-ticks <n>', 'at most one update in so many ticks of 40 ms', whole(1, 10), 1)
    .option('--json', 'print one JSON value', false)
    .addHelpText(
      'after',
      `
Guests are limited like anyone's: SIGN_UPS_PER_ADDRESS_MAX (120 a minute) is waited for; for more than GUESTS_PER_NETWORK_DAILY_MAX
(200 a day), start the system that is tested with a higher one, and with LIMIT_LIVE_CONNECTIONS_PER_ADDRESS above the number of bots.
Ctrl-C ends the play early: the bots leave the world, and what they have done until then is printed.
Exit code: 0, 1 when nothing answers or no bot could play, 2 for wrong usage.`,
    )
    .parse()
  const { url, json, ...options } = program.opts<BotsOptions & { url: string; json: boolean }>()
  const interrupted = new AbortController()
  const interrupt = () => {
    if (interrupted.signal.aborted) process.exit(1)
    interrupted.abort()
    say('Stopping: the bots leave the world. Ctrl-C again ends at once.')
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const played = await runBots(createEndpoint(url), options, {
    signal: interrupted.signal,
    say,
    signingUp: terminalProgress(process.stderr, 'players who have signed up'),
    playing: terminalProgress(process.stderr, 'seconds of play'),
  })
  const summary = summaryOf(played)
  if (json) printJson(summary)
  else print(summaryText(summary))
})

/** Standard output is for the summary alone. */
function say(text: string): void {
  process.stderr.write(`\n${text}\n`)
}

function whole(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
  }
}

function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('Expected a URL such as https://game.example.')
}
