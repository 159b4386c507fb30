import { shareText } from '../ui/share-text.ts'

const number = (n: number): string => n.toLocaleString('en')
const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`

/** "45 s", "3 min 20 s". */
const long = (seconds: number): string => {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)]
  if (minutes === 0) return `${Math.round(seconds)} s`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}

const ago = (seconds: number): string => {
  if (seconds < 120) return `${number(seconds)} s ago`
  return seconds < 7_200
    ? `${number(Math.round(seconds / 60))} min ago`
    : `${number(Math.round(seconds / 3_600))} h ago`
}

export const overviewTexts = {
  attention: 'Needs attention',
  quiet: 'Nothing needs you now.',
  waiting: (n: number) => (n === 0 ? 'Nothing waits for you' : `${number(n)} waiting for you`),
  needs: {
    openBreaks: (n) => count(n, 'open break', 'open breaks'),
    oldBreaks: (n) => count(n, 'break older than 3 days', 'breaks older than 3 days'),
    overdueMoney: (n) => count(n, 'settlement overdue at the bank', 'settlements overdue at the bank'),
    failingWebhooks: (n) => count(n, 'failing webhook endpoint', 'failing webhook endpoints'),
    overdueExceptions: (n) => count(n, 'overdue exception', 'overdue exceptions'),
    openExceptions: (n) => count(n, 'open exception', 'open exceptions'),
    unknownOutcomes: (n) => count(n, 'unknown outcome', 'unknown outcomes'),
    openDisputes: (n) => count(n, 'dispute to answer', 'disputes to answer'),
    refundsToDecide: (n) => count(n, 'refund to approve', 'refunds to approve'),
    remittancesToDecide: (n) => count(n, 'remittance to approve', 'remittances to approve'),
  } as Readonly<Record<string, (n: number) => string>>,
  ago,
  checked: (n: number, seconds: number, broken: number) =>
    `${number(n)} invariants, last checked ${ago(seconds)}, ${number(broken)} broken.`,
  notChecked: 'The invariants are checked within a minute.',
  range: 'Days',
  ranges: { '1': 'Today', '7': '7 days', '30': '30 days', '90': '90 days' } as Readonly<Record<string, string>>,
  daysAre: 'Days and hours are those of the books, Europe/Amsterdam.',
  countedAt: (at: string) => `Counted until ${at}.`,
  showTables: 'Open all tables',
  hideTables: 'Close all tables',
  table: 'As a table',
  csv: 'CSV',
  count: 'Payments',
  share: 'Share',
  amount: 'Captured amount',
  day: 'Day',
  underWay: 'Money under way',
  noMoney: 'No money is under way.',
  underWaySays: 'What was captured becomes available when Alipay+ has paid us, and is then remitted.',
  accounts: {
    pending: 'Captured, not paid to us yet',
    available: 'Available',
    reserve: 'Reserve',
    remittance_in_transit: 'On its way to merchants',
    remitted: 'Remitted in these days',
  } as Readonly<Record<string, string>>,
  today: 'Today by the hour',
  noneToday: 'No payment was created today.',
  noHourYet: 'No hour of today is over yet.',
  todaySays: (captured: number, until: string) => `${number(captured)} captured until ${until}.`,
  todayAlone: (captured: number, until: string, weekday: string) =>
    `${number(captured)} captured until ${until}. There is no ${weekday} before to compare it with.`,
  usualBy: (weekday: string, weeks: number, median: string, range: string) =>
    weeks === 1
      ? `On the ${weekday} before it was ${median} by then.`
      : `On the ${weeks} ${weekday}s before it was mostly ${range} by then, in the middle ${median}.`,
  less: 'Less than usual.',
  more: 'More than usual.',
  asUsual: 'As usual.',
  usual: 'Usual',
  usualFor: (weekday: string) => `Usual for a ${weekday}`,
  band: 'Mostly, 10–90 %',
  hour: 'Hour',
  difference: 'Difference',
  bar: 'Shares',
  volume: 'Volume',
  volumeSays: (captured: number, created: number) =>
    created === 0
      ? 'No payment was created in these days.'
      : `${shareText(captured / created)} of ${number(created)} were captured.`,
  capturedSays: (amount: string, captured: number) =>
    `${amount} captured in ${count(captured, 'payment', 'payments')}.`,
  created: 'Created',
  captured: 'Captured',
  notCaptured: 'Created, not captured',
  funnel: 'From created to paid',
  funnelSays: (paid: number, captured: number) =>
    captured === 0
      ? 'None of them was captured.'
      : `Of ${count(captured, 'captured payment', 'captured payments')}, ${number(paid)} are paid to us.`,
  step: 'Step',
  steps: {
    created: 'Created',
    sent: 'Sent to the wallet page',
    captured: 'Captured',
    paid: 'Paid, and not refunded',
  } as Readonly<Record<string, string>>,
  ofBefore: 'Of the step before',
  now: 'What they are now',
  wallets: 'By wallet',
  walletsSay: (wallet: string, share: number) => `${wallet} leads with ${shareText(share)} of what was captured.`,
  nothingCaptured: 'Nothing was captured in these days.',
  unknownWallet: 'not known',
  others: 'Others',
  countries: 'By country of the wallet',
  country: 'Country',
  captureTime: 'Time from created to captured',
  captureSays: (median: number, p95: number) =>
    `Half were captured within about ${long(median)}, 95 % within about ${long(p95)}.`,
  time: 'Time',
  under: (seconds: number) => `Under ${long(seconds)}`,
  fromTo: (from: number, to: number) => `${long(from)} to ${long(to)}`,
  over: (seconds: number) => `${long(seconds)} and more`,
}
