import { Bar, Columns, Legend } from '../ui/bars.tsx'
import { amountText, dayText, figureOf } from '../ui/format.ts'
import { shareText } from '../ui/share-text.ts'
import { languageNow, texts } from '../ui/texts.ts'
import type { Overview } from './api.ts'
import { Listed, listedIn } from './listed.tsx'
import { type Cell, Figures, Folded, Panel } from './panel.tsx'

type Of = { readonly of: Overview }

const count = (n: number): Cell => ({ shown: n.toLocaleString(languageNow()), plain: String(n) })
const share = (part: number, whole: number): Cell => ({ shown: whole > 0 ? shareText(part / whole) : '–' })
const amount = ({ currency }: Overview, minor: string | undefined): readonly Cell[] =>
  currency === undefined || minor === undefined ? [] : [{ shown: figureOf({ currency, minor }) }]
const amountHead = ({ currency }: Overview): readonly string[] =>
  currency === undefined ? [] : [`${texts.over.amount}, ${currency}`]

const capturedStates = 'CAPTURED,PAID,REFUNDED'
const capturedOf = ({ statuses: { captured, paid, refunded } }: Overview): number => captured + paid + refunded
const createdOf = ({ volume }: Overview): number => volume.reduce((sum, { created }) => sum + created, 0)

/** What was created and captured on each day. */
export const Volume = ({ of }: Of) => {
  const { volume, currency } = of
  const [created, captured] = [createdOf(of), capturedOf(of)]
  const minor = volume.reduce((sum, day) => sum + BigInt(day.minor ?? 0), 0n).toString()
  const says =
    currency === undefined || captured === 0
      ? texts.over.volumeSays(captured, created)
      : texts.over.capturedSays(amountText({ currency, minor }), captured)
  if (created === 0) return <Panel name={texts.over.volume} says={says} />
  const most = Math.max(...volume.map((day) => (currency === undefined ? day.created : Number(day.minor ?? 0))))
  const [first, last] = [volume[0]?.day ?? '', volume.at(-1)?.day ?? '']
  const endOf = (at: number) => volume[at + 1]?.begin ?? of.end
  return (
    <Panel name={texts.over.volume} says={says}>
      {volume.length > 1 && currency === undefined && (
        <Legend
          of={[
            ['secured', texts.over.captured],
            ['neutral', texts.over.notCaptured],
          ]}
        />
      )}
      {volume.length > 1 && (
        <Columns
          name={`${texts.over.volume}. ${says}`}
          top={
            currency === undefined ? most.toLocaleString(languageNow()) : amountText({ currency, minor: String(most) })
          }
          first={dayText(first)}
          last={dayText(last)}
          before="neutral"
          look="secured"
          columns={volume.map((day, at) => ({
            key: day.day,
            title: `${dayText(day.day)}: ${
              currency === undefined
                ? `${day.created} ${texts.over.created}, ${day.captured} ${texts.over.captured}`
                : amountText({ currency, minor: day.minor ?? '0' })
            }`,
            payments: listedIn(of, { begin: day.begin, end: endOf(at) }),
            ...(currency === undefined
              ? { behind: day.created, height: day.captured }
              : { height: Number(day.minor ?? 0) }),
          }))}
        />
      )}
      <Folded>
        <Figures
          name={texts.over.volume}
          heads={[texts.over.day, texts.over.created, texts.over.captured, ...amountHead(of)]}
          rows={volume.map((day, at) => ({
            key: day.day,
            about: {
              shown: (
                <Listed of={of} range={{ begin: day.begin, end: endOf(at) }}>
                  {dayText(day.day)}
                </Listed>
              ),
              plain: day.day,
            },
            cells: [count(day.created), count(day.captured), ...amount(of, day.minor)],
          }))}
        />
      </Folded>
    </Panel>
  )
}

/** How many come how far. */
export const Funnel = ({ of }: Of) => {
  const created = createdOf(of)
  if (created === 0) return null
  const words = (step: string) => texts.over.steps[step] ?? step
  const steps = [
    { key: 'created', reached: created, about: <Listed of={of}>{words('created')}</Listed> },
    { key: 'sent', reached: of.statuses.sent, about: words('sent') },
    {
      key: 'captured',
      reached: capturedOf(of),
      about: (
        <Listed of={of} status={capturedStates}>
          {words('captured')}
        </Listed>
      ),
    },
    {
      key: 'paid',
      reached: of.statuses.paid,
      about: (
        <Listed of={of} status="PAID">
          {words('paid')}
        </Listed>
      ),
    },
  ]
  return (
    <Panel name={texts.over.funnel} says={texts.over.funnelSays(of.statuses.paid, capturedOf(of))}>
      <Figures
        name={texts.over.funnel}
        heads={[texts.over.step, texts.over.count, texts.over.share, texts.over.ofBefore]}
        rows={steps.map(({ key, reached, about }, at) => ({
          key,
          about: { shown: about, plain: words(key) },
          bar: <Bar parts={[{ length: reached, look: key === 'paid' ? 'good' : 'secured' }]} whole={created} />,
          cells: [count(reached), share(reached, created), share(reached, steps[at - 1]?.reached ?? reached)],
        }))}
      />
    </Panel>
  )
}

/** What state the payments of these days are in now. */
export const States = ({ of }: Of) => {
  const created = createdOf(of)
  if (created === 0) return null
  const found = Object.keys(texts.statusWords).flatMap((status) => {
    const n = of.statuses[status.toLowerCase() as keyof Overview['statuses']]
    return n > 0 ? [{ status, n }] : []
  })
  return (
    <Panel name={texts.over.now} says={null}>
      <Figures
        name={texts.over.now}
        heads={[texts.status, texts.over.count, texts.over.share]}
        rows={found.map(({ status, n }) => ({
          key: status,
          about: {
            shown: (
              <Listed of={of} status={status}>
                {texts.statusWords[status]}
              </Listed>
            ),
            plain: status,
          },
          bar: <Bar parts={[{ length: n, look: 'secured' }]} whole={created} />,
          cells: [count(n), share(n, created)],
        }))}
      />
    </Panel>
  )
}

const shownAtMost = 8

/** The largest, and what the others come to together. */
const withOthers = <Row extends { readonly captured: number; readonly minor?: string }>(
  rows: readonly Row[],
): readonly (Omit<Row, 'minor'> & { minor?: string; isOthers?: true })[] => {
  const rest = rows.slice(shownAtMost)
  const [first] = rest
  if (first === undefined) return rows
  const captured = rest.reduce((sum, row) => sum + row.captured, 0)
  const minor = rest.reduce((sum, row) => sum + BigInt(row.minor ?? 0), 0n).toString()
  const others = { ...first, captured, ...(first.minor === undefined ? {} : { minor }), isOthers: true as const }
  return [...rows.slice(0, shownAtMost), others]
}

/** Which wallets paid. */
export const Wallets = ({ of }: Of) => {
  const captured = capturedOf(of)
  const [first] = of.wallets
  if (createdOf(of) === 0) return null
  if (first === undefined) return <Panel name={texts.over.wallets} says={texts.over.nothingCaptured} />
  const named = (wallet: string) => (wallet === '' ? texts.over.unknownWallet : wallet)
  return (
    <Panel name={texts.over.wallets} says={texts.over.walletsSay(named(first.wallet), first.captured / captured)}>
      <Figures
        name={texts.over.wallets}
        heads={[texts.wallet, texts.over.count, texts.over.share, ...amountHead(of)]}
        rows={withOthers(of.wallets).map(({ wallet, captured: n, minor, isOthers }) => ({
          key: isOthers ? '…' : wallet,
          about:
            isOthers || wallet === ''
              ? { shown: isOthers ? texts.over.others : named(wallet) }
              : {
                  shown: (
                    <Listed of={of} wallet={wallet} status={capturedStates}>
                      {wallet}
                    </Listed>
                  ),
                  plain: wallet,
                },
          bar: <Bar parts={[{ length: n, look: 'secured' }]} whole={captured} />,
          cells: [count(n), share(n, captured), ...amount(of, minor)],
        }))}
      />
    </Panel>
  )
}

/** Where the wallets that paid are from. */
export const Countries = ({ of }: Of) => {
  const captured = capturedOf(of)
  const [first] = of.countries
  if (first === undefined) return null
  const names = new Intl.DisplayNames([languageNow()], { type: 'region' })
  const named = (country: string) => (country === '' ? texts.over.unknownWallet : (names.of(country) ?? country))
  return (
    <Panel name={texts.over.countries} says={texts.over.walletsSay(named(first.country), first.captured / captured)}>
      <Figures
        name={texts.over.countries}
        heads={[texts.over.country, texts.over.count, texts.over.share, ...amountHead(of)]}
        rows={withOthers(of.countries).map(({ country, captured: n, minor, isOthers }) => ({
          key: isOthers ? '…' : country,
          about: { shown: isOthers ? texts.over.others : named(country) },
          bar: <Bar parts={[{ length: n, look: 'secured' }]} whole={captured} />,
          cells: [count(n), share(n, captured), ...amount(of, minor)],
        }))}
      />
    </Panel>
  )
}

/** Bins as they are shown: what is finer is put together. */
const edges = [10, 20, 30, 60, 120, 180, 300, 600]

/** How long consumers took. */
export const CaptureTime = ({ of: { captureTimes } }: Of) => {
  const { bins, medianS, p95S } = captureTimes
  if (medianS === undefined || p95S === undefined) return null
  const whole = bins.reduce((sum, { payments }) => sum + payments, 0)
  const rows = [...edges, Number.POSITIVE_INFINITY].map((end, at) => {
    const begin = edges[at - 1] ?? 0
    const n = bins.filter(({ under }) => under > begin && under <= end).reduce((sum, { payments }) => sum + payments, 0)
    const name = () => {
      if (begin === 0) return texts.over.under(end)
      return end === Number.POSITIVE_INFINITY ? texts.over.over(begin) : texts.over.fromTo(begin, end)
    }
    return { name: name(), n }
  })
  return (
    <Panel name={texts.over.captureTime} says={texts.over.captureSays(medianS, p95S)}>
      <Figures
        name={texts.over.captureTime}
        heads={[texts.over.time, texts.over.count, texts.over.share]}
        rows={rows.map(({ name, n }) => ({
          key: name,
          about: { shown: name },
          bar: <Bar parts={[{ length: n, look: 'secured' }]} whole={whole} />,
          cells: [count(n), share(n, whole)],
        }))}
      />
    </Panel>
  )
}
