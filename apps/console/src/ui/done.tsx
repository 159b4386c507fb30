import { textSaid } from '../said/said.ts'
import { Time } from './parts.tsx'
import { texts } from './texts.ts'

type Note = { readonly at: string; readonly by: string; readonly note: string }

/** What people did about something, each with its note. */
export const Done = ({ notes }: { notes: readonly Note[] }) => (
  <section aria-labelledby="notes">
    <h2 id="notes">{texts.notes}</h2>
    {notes.length === 0 && <p className="muted">{texts.noNotes}</p>}
    <ol className="trail" aria-labelledby="notes">
      {notes.map(({ at, by, note }) => (
        <li key={`${at} ${note}`}>
          <Time at={at} seconds />
          <strong>{by}</strong>
          <span className="what">{textSaid(note)}</span>
        </li>
      ))}
    </ol>
  </section>
)
