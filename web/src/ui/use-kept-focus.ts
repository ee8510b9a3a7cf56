import { useEffect, type RefObject } from 'react'

/**
 * Gives the focus back to the page when the element that had it is removed, such as the button of a request that is
 * answered. The nearest part around it that is still there takes it, so that keyboards and screen readers go on from
 * there, and not from the top of the page.
 */
export function useKeptFocus(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = main.current
    if (element === null) return undefined
    let focused: readonly Element[] = []
    const note = ({ target }: FocusEvent) => {
      focused = target instanceof Element ? pathOf(target, element) : []
    }
    const rescue = () => {
      const [last] = focused
      if (last === undefined || last.isConnected || document.activeElement !== document.body) return
      const around = focused.find(part => part.isConnected && part.matches(PARTS)) ?? element
      focused = []
      if (around instanceof HTMLElement) takeFocus(around)
    }
    // Later than parts that handle the removal themselves, such as a dialog that gives the focus back.
    const removals = new MutationObserver(() => setTimeout(rescue))
    element.addEventListener('focusin', note)
    // Dialogs stand beside the page: a dialog that closes may leave the focus nowhere.
    removals.observe(document.body, { childList: true, subtree: true })
    return () => {
      element.removeEventListener('focusin', note)
      removals.disconnect()
    }
  }, [main])
}

/** Parts of a screen that are read out as a whole. */
const PARTS = 'section, form, article, li, [role="region"], [role="tabpanel"]'

/** The element and all that are around it, up to `end`. */
function pathOf(from: Element, end: Element): readonly Element[] {
  const path: Element[] = []
  for (let at: Element | null = from; at !== null && at !== end; at = at.parentElement) path.push(at)
  return path
}

function takeFocus(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) element.tabIndex = -1
  element.focus({ preventScroll: true })
}
