import { CircleDashed, FileCheck, FileWarning, OctagonX } from 'lucide-react'
import { StateBadge } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import type { ListedFile } from './api.ts'

/** What became of a file. */
export const FileBadge = ({ file: { state, held } }: { file: Pick<ListedFile, 'state' | 'held'> }) => {
  const words = texts.settlement
  if (state === 'refused') return <StateBadge look={{ icon: OctagonX, role: 'bad' }} word={words.refused} />
  if (state === 'received') return <StateBadge look={{ icon: CircleDashed, role: 'neutral' }} word={words.waits} />
  if (held > 0) return <StateBadge look={{ icon: FileWarning, role: 'bad' }} word={words.takenHeld(held)} />
  return <StateBadge look={{ icon: FileCheck, role: 'good' }} word={words.taken} />
}
