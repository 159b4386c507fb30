import type { BreakAction } from '@silkgate/domain'
import type { ReactNode } from 'react'
import { texts } from '../ui/texts.ts'

type Needs = {
  /** What can be done. */
  readonly actions: readonly BreakAction[]
  readonly chosen: BreakAction | undefined
  readonly choose: (action: BreakAction) => void
  /** What must be known of the one that is chosen. */
  readonly children?: ReactNode
}

/** What is done about a break, or about several, until when it waits, and why. */
export const ActionFields = ({ actions, chosen, choose, children }: Needs) => (
  <>
    <fieldset>
      <legend>{texts.whatToDo}</legend>
      {actions.map((one) => (
        <label key={one} className="choice">
          <input type="radio" name="action" value={one} required onChange={() => choose(one)} />
          <span>
            {texts.breakActions[one]}
            <span className="muted"> {texts.breakActionSays[one]}</span>
          </span>
        </label>
      ))}
    </fieldset>
    {children}
    {chosen === 'wait' && (
      <label>
        {texts.untilDay}
        <input type="date" name="until" required />
      </label>
    )}
    <label>
      {texts.why}
      <input name="reason" required maxLength={2000} />
    </label>
  </>
)
