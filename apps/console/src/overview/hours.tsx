import { LineOverBand, LinesLegend } from '../ui/lines.tsx'
import { languageNow, texts } from '../ui/texts.ts'
import type { Overview } from './api.ts'
import { Listed, listedIn } from './listed.tsx'
import { type Cell, Figures, Folded, Panel } from './panel.tsx'

const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`
const number = (n: number): string => n.toLocaleString(languageNow(), { maximumFractionDigits: 1 })
const figure = (n: number | undefined): Cell =>
  n === undefined ? { shown: '–', plain: '' } : { shown: number(n), plain: String(n) }
const difference = (n: number | undefined): Cell =>
  n === undefined ? figure(n) : { shown: `${n > 0 ? '+' : n < 0 ? '−' : ''}${number(Math.abs(n))}`, plain: String(n) }

const weekdayOf = (day: string): string =>
  new Intl.DateTimeFormat(languageNow(), { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`))

/** Whether today is as this weekday usually is, hour by hour. */
export const Hours = ({ of }: { of: Overview }) => {
  const { hours, volume } = of
  const { now, weeks, over, rows } = hours
  const words = texts.over
  const weekday = weekdayOf(volume.at(-1)?.day ?? '')
  const says = () => {
    if (now === 0) return words.noHourYet
    if (over.usual === undefined) return words.todayAlone(over.captured, hourText(now), weekday)
    const { low, median, high } = over.usual
    const verdict = over.captured < low ? words.less : over.captured > high ? words.more : words.asUsual
    const [least, middle, most] = [low, median, high].map((n) => number(Math.round(n))) as [string, string, string]
    const usual = words.usualBy(weekday, weeks, middle, least === most ? least : `${least}–${most}`)
    return [words.todaySays(over.captured, hourText(now)), usual, verdict].join(texts.gap)
  }
  const isEmpty = rows.every(({ created, usual }) => created === 0 && (usual?.high ?? 0) === 0)
  if (isEmpty) return <Panel name={words.today} says={words.noneToday} />
  const rangeOf = (at: number) => ({ begin: rows[at]?.begin ?? of.end, end: rows[at + 1]?.begin ?? of.end })
  const titleOf = ({ hour, captured, usual }: Overview['hours']['rows'][number]) =>
    [
      `${hourText(hour)}:`,
      hour <= now ? `${number(captured)} ${words.captured}` : '–',
      ...(usual === undefined ? [] : [`(${words.usual} ${number(usual.median)})`]),
    ].join(' ')
  return (
    <Panel name={words.today} says={says()}>
      <LinesLegend now={words.today} usual={words.usualFor(weekday)} band={words.band} />
      <LineOverBand
        name={`${words.today}. ${says()}`}
        top={number}
        first={hourText(0)}
        last={hourText(24)}
        steps={rows.map((row, at) => ({
          key: String(row.hour),
          title: titleOf(row),
          payments: row.hour <= now ? listedIn(of, rangeOf(at)) : undefined,
          // An hour that is not over yet would look like a fall.
          now: row.hour < now ? row.captured : undefined,
          usual: row.usual,
        }))}
      />
      <Folded>
        <Figures
          name={words.today}
          heads={[words.hour, words.created, words.captured, words.usual, words.band, words.difference]}
          rows={rows.map(({ hour, created, captured, usual }, at) => ({
            key: String(hour),
            about: {
              plain: hourText(hour),
              shown:
                hour > now ? (
                  hourText(hour)
                ) : (
                  <Listed of={of} range={rangeOf(at)}>
                    {hourText(hour)}
                  </Listed>
                ),
            },
            cells: [
              figure(hour <= now ? created : undefined),
              figure(hour <= now ? captured : undefined),
              figure(usual?.median),
              usual === undefined ? figure(undefined) : { shown: `${number(usual.low)}–${number(usual.high)}` },
              difference(hour < now && usual !== undefined ? captured - usual.median : undefined),
            ],
          }))}
        />
      </Folded>
    </Panel>
  )
}
