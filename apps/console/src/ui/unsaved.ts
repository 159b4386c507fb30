import { useBlocker } from '@tanstack/react-router'
import { useRef } from 'react'
import { texts } from './texts.ts'

/**
 * Whether something was typed into a form that is not saved: whoever leaves it by a link, Back, another address or by closing the
 * window is asked first. What changes a view's filter alone does not leave it.
 */
export const useUnsaved = () => {
  const isTyped = useRef(false)
  const mayLeave = (): boolean => {
    if (isTyped.current && !confirm(texts.leaveUnsaved)) return false
    isTyped.current = false
    return true
  }
  useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && !mayLeave(),
    enableBeforeUnload: () => isTyped.current,
  })
  return {
    /** For the form: something was typed. */
    onChange: () => {
      isTyped.current = true
    },
    /** It is being saved, or saved: nobody is asked. */
    saved: () => {
      isTyped.current = false
    },
    /** Asks where something was typed. */
    mayLeave,
  }
}
