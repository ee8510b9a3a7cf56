import { Activity } from 'lucide-react'
import { Frame, type Section } from '../ui/frame.js'

/** The sections of the operator console, in the order of the navigation. */
export function ConsoleFrame() {
  const sections: Section[] = [{ to: '/console', label: 'Overview', icon: Activity }]
  return <Frame brand="Waystone console" sections={sections} />
}
