import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { download, Refused } from './api.ts'
import { texts } from './texts.ts'

/** A button that fetches a file; where that is refused, it says so beside itself. */
export const DownloadFile = ({ path, name, children }: { path: string; name: string; children: ReactNode }) => {
  const fetching = useMutation({ mutationFn: () => download(path, name) })
  const { error } = fetching
  return (
    <span className="deed">
      <button type="button" aria-disabled={fetching.isPending} onClick={() => fetching.isPending || fetching.mutate()}>
        <Download size={16} aria-hidden /> {children}
      </button>
      {error !== null && <span role="alert">{error instanceof Refused ? error.message : texts.noConnection}</span>}
    </span>
  )
}
