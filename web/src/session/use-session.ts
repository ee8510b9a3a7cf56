import { useSyncExternalStore } from 'react'
import { onSessionChange, sessionPhase, type SessionPhase } from './session.js'

export const useSessionPhase = (): SessionPhase => useSyncExternalStore(onSessionChange, sessionPhase)
