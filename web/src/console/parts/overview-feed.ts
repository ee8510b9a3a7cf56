import { useEffect, useState } from 'react'
import { accessToken } from '../../session/session.js'

type Counts = Readonly<Record<string, number>>

/** The gateway's report of all processes (docs/decisions/095-served-pages.md); totals count since each start. */
export interface Overview {
  readonly at: string
  readonly processes: readonly {
    readonly service: string
    readonly url: string | null
    readonly state: 'up' | 'not ready' | 'down'
    readonly latencyMs: number | null
    readonly version: string | null
    readonly startedAt: string | null
  }[]
  readonly now: Counts
  readonly totals: {
    readonly signUps: number
    readonly signIns: number
    readonly purchases: Counts
    readonly pulls: Counts
    readonly questCompletions: number
    readonly charactersCreated: number
    readonly refusals: Counts
    readonly requests: Counts
    readonly errorRate: number | null
    readonly eventLag: { readonly count: number; readonly sumSeconds: number }
  }
}

const ASKED_EVERY_MS = 2_000
/** Five minutes. */
const KEPT_MAX = 150

/** The last five minutes, the newest last; `failed` while the gateway does not answer. */
export function useOverview(): { readonly history: readonly Overview[]; readonly failed: boolean } {
  const [history, setHistory] = useState<readonly Overview[]>([])
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let isOver = false
    const ask = async () => {
      const overview = await fetchOverview().catch(() => null)
      if (isOver) return
      setFailed(overview === null)
      if (overview !== null) setHistory(before => [...before, overview].slice(-KEPT_MAX))
      timer = setTimeout(() => void ask(), ASKED_EVERY_MS)
    }
    void ask()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [])
  return { history, failed }
}

async function fetchOverview(): Promise<Overview> {
  const response = await fetch('/console/overview', {
    headers: { accept: 'application/json', authorization: `Bearer ${await accessToken()}` },
  })
  if (!response.ok) throw new Error(`The overview was answered with ${response.status}`)
  return (await response.json()) as Overview
}
