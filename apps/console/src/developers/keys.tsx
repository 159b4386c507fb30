import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { CircleCheck, CircleDashed, CircleSlash, Hourglass } from 'lucide-react'
import { useState } from 'react'
import { me } from '../session/me.ts'
import { Answered } from '../ui/answered.tsx'
import { Deed } from '../ui/deed.tsx'
import { timeText, zoneName } from '../ui/format.ts'
import { StateBadge, Time } from '../ui/parts.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { texts } from '../ui/texts.ts'
import {
  type ApiKey,
  addKey,
  apiKeysOf,
  endKey,
  type KeyKind,
  type MadeKey,
  rotateKey,
  useKey as signWith,
  type WebhookKey,
  webhookKeysOf,
} from './key-api.ts'
import { NewSecret } from './new-secret.tsx'
import { OfMerchant } from './of-merchant.tsx'

const over = () => <StateBadge look={{ icon: CircleSlash, role: 'neutral' }} word={texts.developers.keys.over} />

const ApiKeyState = ({ of: { isOver, endsAt } }: { of: ApiKey }) => {
  const { inForce, ends } = texts.developers.keys
  if (isOver) return over()
  if (endsAt !== null) return <StateBadge look={{ icon: Hourglass, role: 'waiting' }} word={ends(timeText(endsAt))} />
  return <StateBadge look={{ icon: CircleCheck, role: 'good' }} word={inForce} />
}

const WebhookKeyState = ({ of: { isOver, signs } }: { of: WebhookKey }) => {
  if (isOver) return over()
  return signs ? (
    <StateBadge look={{ icon: CircleCheck, role: 'good' }} word={texts.developers.keys.signs} />
  ) : (
    <StateBadge look={{ icon: CircleDashed, role: 'neutral' }} word={texts.developers.keys.signsNot} />
  )
}

/** When a key was last used, in a sentence. */
const lastUse = ({ usedAt, usedFrom }: ApiKey): string =>
  usedAt === null ? texts.developers.keys.never : texts.developers.keys.used(timeText(usedAt), usedFrom ?? '')

const apiColumns: readonly Column<ApiKey>[] = [
  { head: () => texts.developers.keys.keyId, cell: ({ keyId }) => <span className="mono">{keyId}</span> },
  { head: () => texts.status, cell: (key) => <ApiKeyState of={key} /> },
  { head: () => texts.developers.keys.lastUse, cell: lastUse },
  { head: () => texts.created(zoneName()), cell: ({ createdAt }) => <Time at={createdAt} />, isExtra: true },
]

const webhookColumns: readonly Column<WebhookKey>[] = [
  { head: () => texts.developers.keys.keyId, cell: ({ keyId }) => <span className="mono">{keyId}</span> },
  { head: () => texts.status, cell: (key) => <WebhookKeyState of={key} /> },
  { head: () => texts.created(zoneName()), cell: ({ createdAt }) => <Time at={createdAt} />, isExtra: true },
]

const overlaps = ['0', '1', '24', '168', '720'] as const

const ApiKeyDeeds = ({ of, made }: { of: ApiKey; made: (key: MadeKey) => void }) => {
  const { keys } = texts.developers
  if (of.isOver) return null
  return (
    <div className="row">
      {of.endsAt === null && (
        <Deed name={keys.rotate} run={async ({ overlapHours }) => made(await rotateKey(of, overlapHours))}>
          <p className="mono">{of.keyId}</p>
          <p>{keys.rotateSays}</p>
          <p>{lastUse(of)}</p>
          <label>
            {keys.overlap}
            <select name="overlapHours" defaultValue="24">
              {overlaps.map((hours) => (
                <option key={hours} value={hours}>
                  {keys.overlaps[hours]}
                </option>
              ))}
            </select>
          </label>
        </Deed>
      )}
      <Deed name={keys.end} run={() => endKey(of, 'api-keys')}>
        <p className="mono">{of.keyId}</p>
        <p>{keys.endSays}</p>
        <p>{lastUse(of)}</p>
      </Deed>
    </div>
  )
}

const WebhookKeyDeeds = ({ of }: { of: WebhookKey }) => {
  const { keys } = texts.developers
  if (of.isOver) return null
  return (
    <div className="row">
      {!of.signs && (
        <Deed name={keys.use} run={() => signWith(of)}>
          <p className="mono">{of.keyId}</p>
          <p>{keys.useSays}</p>
        </Deed>
      )}
      <Deed name={keys.end} run={() => endKey(of, 'webhook-keys')}>
        <p className="mono">{of.keyId}</p>
        <p>{of.signs ? keys.endSigningSays : keys.endWebhookSays}</p>
      </Deed>
    </div>
  )
}

const KeysOf = ({ merchantId, mayChange }: { merchantId: string; mayChange: boolean }) => {
  const [made, setMade] = useState<MadeKey>()
  const { keys } = texts.developers
  const add = (kind: KeyKind, name: string, says: string) =>
    mayChange && (
      <Deed name={name} run={async () => setMade(await addKey(merchantId, kind))}>
        <p>{says}</p>
      </Deed>
    )
  const apiDeeds: Column<ApiKey> = {
    head: () => texts.developers.deeds,
    cell: (key) => <ApiKeyDeeds of={key} made={setMade} />,
  }
  const webhookDeeds: Column<WebhookKey> = {
    head: () => texts.developers.deeds,
    cell: (key) => <WebhookKeyDeeds of={key} />,
  }
  return (
    <>
      {made !== undefined && <NewSecret key={made.keyId} of={made} stored={() => setMade(undefined)} />}
      <section aria-labelledby="api-keys">
        <div className="row level">
          <h2 id="api-keys">{keys.apiKeys}</h2>
          {add('api-keys', keys.addApiKey, keys.addApiKeySays)}
        </div>
        <Answered of={useQuery(apiKeysOf(merchantId))} absent="INVALID_MERCHANT_ID">
          {({ rows }) =>
            rows.length === 0 ? (
              <p className="muted">{keys.noApiKeys}</p>
            ) : (
              <Table
                name={keys.apiKeys}
                columns={mayChange ? [...apiColumns, apiDeeds] : apiColumns}
                rows={rows}
                keyOf={({ keyId }) => keyId}
              />
            )
          }
        </Answered>
      </section>
      <section aria-labelledby="webhook-keys">
        <div className="row level">
          <h2 id="webhook-keys">{keys.webhookKeys}</h2>
          {add('webhook-keys', keys.addWebhookKey, keys.addWebhookKeySays)}
        </div>
        <Answered of={useQuery(webhookKeysOf(merchantId))}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p className="muted">{keys.noWebhookKeys}</p>
            ) : (
              <Table
                name={keys.webhookKeys}
                columns={mayChange ? [...webhookColumns, webhookDeeds] : webhookColumns}
                rows={rows}
                keyOf={({ keyId }) => keyId}
              />
            )
          }
        </Answered>
      </section>
    </>
  )
}

/** A merchant's keys: who may sign for it, since when, until when, and whether anybody still does. */
export const Keys = () => {
  const { merchant } = useSearch({ from: '/in/developers/keys' })
  const { data: who } = useQuery(me)
  const { keys } = texts.developers
  return (
    <OfMerchant name={keys.name} says={keys.says} merchant={merchant}>
      {(merchantId) => <KeysOf merchantId={merchantId} mayChange={who?.may.includes('keys.change') ?? false} />}
    </OfMerchant>
  )
}
