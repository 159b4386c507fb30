import { useEffect, useRef, useState } from 'react'
import { timeText } from '../ui/format.ts'
import { texts } from '../ui/texts.ts'
import type { MadeKey } from './key-api.ts'

const Copied = ({ name, text }: { name: string; text: string }) => {
  const [isCopied, setCopied] = useState(false)
  return (
    <div>
      <dt>{name}</dt>
      <dd className="row level">
        <code className="mono wrap">{text}</code>
        <button
          type="button"
          aria-label={texts.developers.keys.copyOf(name)}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {texts.entry.copy}
        </button>
        <span role="status">{isCopied ? texts.developers.keys.copied : ''}</span>
      </dd>
    </div>
  )
}

/** A key that was just made, with its secret: shown this once. */
export const NewSecret = ({ of: { keyId, secret, endsAt }, stored }: { of: MadeKey; stored: () => void }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { keys } = texts.developers
  return (
    <section aria-labelledby="new-secret" className="card">
      <h2 id="new-secret" ref={heading} tabIndex={-1}>
        {keys.made}
      </h2>
      <p>{keys.madeSays}</p>
      {endsAt !== undefined && <p>{keys.oldEnds(timeText(endsAt))}</p>}
      <dl className="facts">
        <Copied name={keys.keyId} text={keyId} />
        <Copied name={keys.secret} text={secret} />
      </dl>
      <p className="row">
        <button type="button" className="primary" onClick={stored}>
          {keys.stored}
        </button>
      </p>
    </section>
  )
}
