import { useQuery } from '@tanstack/react-query'
import { Answered } from '../ui/answered.tsx'
import { Deed } from '../ui/deed.tsx'
import { Time } from '../ui/parts.tsx'
import { texts } from '../ui/texts.ts'
import { notesOf, writeNote } from './api.ts'

/** What people wrote on a payment, and one more. */
export const Notes = ({ paymentId, mayWrite }: { paymentId: string; mayWrite: boolean }) => (
  <section aria-labelledby="notes">
    <h2 id="notes">{texts.onePayment.notes}</h2>
    <Answered of={useQuery(notesOf(paymentId))}>
      {(notes) =>
        notes.length === 0 ? (
          <p className="muted">{texts.onePayment.noNotes}</p>
        ) : (
          <ol className="trail" aria-labelledby="notes">
            {notes.map(({ at, by, note, isInternal }) => (
              <li key={`${at} ${by} ${note}`}>
                <Time at={at} seconds />
                <span>
                  <strong>{by}</strong> {isInternal && <span className="muted">{texts.onePayment.internal}</span>}
                </span>
                <span className="what">{note}</span>
              </li>
            ))}
          </ol>
        )
      }
    </Answered>
    {mayWrite && (
      <Deed
        name={texts.onePayment.addNote}
        confirm={texts.onePayment.keepNote}
        run={({ note = '' }, key) => writeNote(paymentId, note, key)}
      >
        <label>
          {texts.onePayment.note}
          <textarea name="note" required maxLength={2000} />
        </label>
      </Deed>
    )}
  </section>
)
