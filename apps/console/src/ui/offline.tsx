import { useSyncExternalStore } from 'react'
import { texts } from './texts.ts'

const onChange = (heard: () => void) => {
  addEventListener('online', heard)
  addEventListener('offline', heard)
  return () => {
    removeEventListener('online', heard)
    removeEventListener('offline', heard)
  }
}

/** That the browser has no connection, over the view that it had before. */
export const Offline = () =>
  useSyncExternalStore(onChange, () => navigator.onLine) ? null : (
    <p className="error" role="alert">
      {texts.offline}
    </p>
  )
