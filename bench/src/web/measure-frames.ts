import type { CDPSession, Page } from 'playwright-core'
import { percentile, rounded } from '../statistics.js'

/** The frames of a page while something moves in it. */
export interface Frames {
  readonly seconds: number
  /** Frames for which the page's scripts were asked, in a second. */
  readonly perSecond: number
  /** Frames that were shown, in a second: Chromium leaves out those without a change. */
  readonly shownPerSecond: number
  /** Frames with a change that can be seen, which came too late to be shown. */
  readonly dropped: number
  readonly intervalP50Ms: number
  readonly intervalP95Ms: number
  /** Of all intervals, those that lasted for two frames of a 60 Hz screen or longer. */
  readonly missedShare: number
  /** Work of the page's main thread for one frame: scripts, styles, layout, paint. Its limit at 60 Hz is 16.7. */
  readonly mainMsEach: number
  readonly longTasks: number
}

const FRAME_MS = 1_000 / 60

const START = `
  window.benchFrames = { times: [], longTasks: 0, isOver: false };
  window.benchTasks = new PerformanceObserver(list => { window.benchFrames.longTasks += list.getEntries().length });
  window.benchTasks.observe({ type: 'longtask' });
  const note = time => {
    window.benchFrames.times.push(time);
    if (!window.benchFrames.isOver) requestAnimationFrame(note);
  };
  requestAnimationFrame(note)`
const END = `window.benchFrames.isOver = true; window.benchTasks.disconnect(); window.benchFrames`

/** Measures the frames while `act` goes on. */
export async function measureFrames(page: Page, act: (devTools: CDPSession) => Promise<void>): Promise<Frames> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busyMs = async () => {
    const { metrics } = await devTools.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000
  }
  const browser = page.context().browser()
  await browser?.startTracing(page, { categories: [FRAME_CATEGORY] })
  await page.evaluate(START)
  const before = await busyMs()
  await act(devTools)
  const mainMs = (await busyMs()) - before
  const { times, longTasks } = await page.evaluate<{ times: number[]; longTasks: number }>(END)
  await devTools.detach()
  const { shown, dropped } = reportedFrames((await browser?.stopTracing())?.toString() ?? '')
  const intervals = times.slice(1).map((time, place) => time - (times[place] ?? 0))
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000
  const missed = intervals.filter(interval => interval > 1.75 * FRAME_MS).length
  return {
    seconds: rounded(seconds),
    perSecond: rounded(intervals.length / seconds),
    shownPerSecond: rounded(shown / seconds),
    dropped,
    intervalP50Ms: rounded(percentile(intervals, 0.5)),
    intervalP95Ms: rounded(percentile(intervals, 0.95)),
    missedShare: rounded(missed / Math.max(1, intervals.length), 2),
    mainMsEach: rounded(mainMs / Math.max(1, intervals.length), 2),
    longTasks,
  }
}

const FRAME_CATEGORY = 'disabled-by-default-devtools.timeline.frame'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly args: {
    readonly name?: string
    readonly frame_reporter?: {
      readonly frame_sequence: number
      readonly state: string
      readonly affects_smoothness: boolean
    }
  }
}

/** Frames of a trace by what became of them: Chromium reports each one of a page as `PipelineReporter`. */
function reportedFrames(trace: string): { shown: number; dropped: number } {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly TraceEvent[] }
  const renderers = new Set(
    traceEvents.filter(({ name, args }) => name === 'process_name' && args.name === 'Renderer').map(({ pid }) => pid),
  )
  const frames = traceEvents.flatMap(({ name, ph, pid, args }) =>
    name === 'PipelineReporter' && ph === 'b' && renderers.has(pid) && args.frame_reporter ? [args.frame_reporter] : [],
  )
  // One whose scripts came late is reported twice: as shown without them, and then with them.
  const framesOf = (isOne: (frame: (typeof frames)[number]) => boolean) =>
    new Set(frames.filter(isOne).map(frame => frame.frame_sequence))
  const shown = framesOf(({ state }) => state.startsWith('STATE_PRESENTED'))
  const dropped = framesOf(frame => frame.state === 'STATE_DROPPED' && frame.affects_smoothness)
  return { shown: shown.size, dropped: [...dropped].filter(sequence => !shown.has(sequence)).length }
}
