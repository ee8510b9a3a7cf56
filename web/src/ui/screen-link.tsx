import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A link to a screen of this page by its address. */
export function ScreenLink({ to, className, children }: { to: string; className?: string; children: ReactNode }) {
  return (
    <Link to={to} {...(className !== undefined && { className })}>
      {children}
    </Link>
  )
}
