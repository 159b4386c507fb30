import { useEffect, useRef } from 'react'
import { texts } from '../ui/texts.ts'

/** Codes that are shown this once: to be copied or downloaded. */
export const RecoveryCodes = ({ codes, stored }: { codes: readonly string[]; stored: () => void }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`
  return (
    <section aria-labelledby="recovery-codes" className="card">
      <h2 id="recovery-codes" ref={heading} tabIndex={-1}>
        {texts.entry.recoveryCodes}
      </h2>
      <p>{texts.entry.recoveryCodesSay}</p>
      <ul className="codes mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="row">
        <button type="button" onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>
          {texts.entry.copy}
        </button>
        <a className="button" href={file} download="silkgate-recovery-codes.txt">
          {texts.entry.download}
        </a>
        <button type="button" className="primary" onClick={stored}>
          {texts.entry.stored}
        </button>
      </p>
    </section>
  )
}
