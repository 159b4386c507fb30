import { shortestPassword } from '@silkgate/domain'
import { useId, useState } from 'react'
import { texts } from '../ui/texts.ts'

/** A new password, which can be looked at: so it is typed once. */
export const NewPasswordField = () => {
  const [isShown, show] = useState(false)
  const id = useId()
  return (
    <>
      <label>
        {texts.entry.newPassword}
        <input
          className="large"
          name="password"
          type={isShown ? 'text' : 'password'}
          autoComplete="new-password"
          aria-describedby={id}
          minLength={shortestPassword}
          required
        />
        <span id={id} className="hint">
          {texts.entry.passwordHint(shortestPassword)}
        </span>
      </label>
      <label className="choice">
        <input type="checkbox" checked={isShown} onChange={(event) => show(event.target.checked)} />
        {texts.entry.showPassword}
      </label>
    </>
  )
}
