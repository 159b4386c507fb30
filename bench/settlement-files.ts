import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Dice } from '../test/support/dice.ts'

export const clearingBatchId = 'C20261124STDEUR'
export const settlementBatchId = 'S20261126STDEUR'
const participant = '1020000000000000001'
const [agreement, currency, time] = ['STDEUR', 'EUR', '2026-11-24T12:00:00+08:00']
export const pspId = '1022160000000000000'
export const merchantCount = 20
export const firstMerchant = 9_000_001

export type Spoiling = 'row missing' | 'row twice' | 'amount off' | 'fee off' | 'unknown transaction'
const spoilings: readonly Spoiling[] = ['row missing', 'row twice', 'amount off', 'fee off', 'unknown transaction']

/** What was spoiled, as `spoiling id`. */
export type Planted = ReadonlySet<string>

export const merchantOfPayment = (n: number): number => firstMerchant + (n % merchantCount)

export const paymentIdOf = (n: number): string =>
  `${String(merchantOfPayment(n)).padStart(10, '0')}${String(n + 1).padStart(10, '0')}0000100001`

export const alipayPlusIdOf = (n: number): string => `2026112419401080010018834${String(n).padStart(10, '0')}`

export const amountOf = (n: number): number => 100 + ((n * 37) % 20_000)

/** Half to even, of a positive amount. */
const share = (minor: number, basisPoints: number): number => {
  const product = minor * basisPoints
  const [whole, rest] = [Math.floor(product / 10_000), product % 10_000]
  return rest > 5_000 || (rest === 5_000 && whole % 2 === 1) ? whole + 1 : whole
}

export const feesOf = (minor: number): readonly [interchange: number, service: number] => [
  share(minor, 90),
  share(minor, 25),
]

const nameOf = (kind: string, batch: string) => `${kind}_${participant}_${currency}_${batch}_${agreement}_000.csv`

/** Lines in pieces of some size: one write for many. */
function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece: string[] = []
  for (const line of lines) {
    piece.push(line)
    if (piece.length === 2_000) {
      yield `${piece.join('\n')}\n`
      piece = []
    }
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`
}

const write = async (path: string, lines: Iterable<string>): Promise<string> => {
  await pipeline(Readable.from(inPieces(lines)), createWriteStream(path))
  return path
}

const itemHead =
  'clearingBatchId,participantId,counterParticipantId,transactionId,originalTransactionId,transactionRequestId,' +
  'transactionType,transactionTime,transactionAmountValue,transactionCurrency,settlementAmountValue,settlementCurrency,' +
  'fundDirection,referenceMerchantId,walletBrandName,productCode'

const feeHead =
  'clearingBatchId,transactionId,transactionRequestId,feeType,feeAmountValue,feeCurrency,fundDirection,transactionTime'

const itemOf = (n: number, settled: number, id = alipayPlusIdOf(n), requestId = paymentIdOf(n)): string =>
  `${clearingBatchId},${participant},${pspId},${id},,${requestId},PAYMENT,${time},${amountOf(n)},${currency},${settled},` +
  `${currency},C,${merchantOfPayment(n)},AlipayHK,51051000101000100031`

function* items(count: number, net: number, spoiled: ReadonlyMap<number, Spoiling>): Generator<string> {
  yield 'totalCount,netSettlementAmountValue,settlementCurrency,fundDirection'
  yield `${count},${net},${currency},C`
  yield ''
  yield itemHead
  for (let n = 0; n < count; n++) {
    const spoiling = spoiled.get(n)
    const line = itemOf(n, amountOf(n) + (spoiling === 'amount off' ? 100 : 0))
    if (spoiling !== 'row missing') yield line
    if (spoiling === 'row twice') yield line
    if (spoiling === 'unknown transaction') yield itemOf(n, amountOf(n), `X${alipayPlusIdOf(n)}`, `X${paymentIdOf(n)}`)
  }
  yield '<END>'
}

function* fees(count: number, sum: number, spoiled: ReadonlyMap<number, Spoiling>): Generator<string> {
  yield 'totalCount,totalFeeAmountValue,feeCurrency,fundDirection'
  yield `${count * 2},${sum},${currency},D`
  yield ''
  yield feeHead
  for (let n = 0; n < count; n++) {
    const [interchange, service] = feesOf(amountOf(n))
    const of = (type: string, minor: number) =>
      `${clearingBatchId},${alipayPlusIdOf(n)},${paymentIdOf(n)},${type},${minor},${currency},D,${time}`
    yield of('INTERCHANGE_FEE', interchange + (spoiled.get(n) === 'fee off' ? 100 : 0))
    yield of('SERVICE_FEE', service)
  }
  yield '<END>'
}

/** One row of a thousand is spoiled, in one of five ways. */
const throwSpoiled = (count: number, dice: Dice): Map<number, Spoiling> => {
  const spoiled = new Map<number, Spoiling>()
  for (let left = Math.ceil(count / 1_000); left > 0; left--) spoiled.set(dice.below(count), dice.pick(spoilings))
  return spoiled
}

/** Who is named in what is found of a spoiled row. */
const foundUnder = (n: number, spoiling: Spoiling): string => {
  if (spoiling === 'row missing') return paymentIdOf(n)
  return spoiling === 'unknown transaction' ? `X${alipayPlusIdOf(n)}` : alipayPlusIdOf(n)
}

/** Writes the files of a day of so many payments, and the statement that books what is true. */
export const writeFiles = async (
  folder: string,
  count: number,
  dice: Dice,
  account: string,
): Promise<{ clearing: readonly string[]; settlement: string; statement: string; planted: Planted }> => {
  const spoiled = throwSpoiled(count, dice)
  let [gross, charged] = [0, 0]
  for (let n = 0; n < count; n++) {
    const [interchange, service] = feesOf(amountOf(n))
    gross += amountOf(n)
    charged += interchange + service
  }
  const net = gross - charged
  const euros = `${Math.floor(net / 100)},${String(net % 100).padStart(2, '0')}`
  const file = (kind: string, batch: string, lines: Iterable<string>) => write(join(folder, nameOf(kind, batch)), lines)
  const summaryHead =
    'clearingBatchId,clearingDate,settlementCurrency,transactionType,totalCount,totalTransactionSettlementAmountValue,' +
    'totalFeeAmountValue,netSettlementAmountValue,fundDirection'
  return {
    clearing: [
      await file('transactionItems', clearingBatchId, items(count, gross, spoiled)),
      await file('feeItems', clearingBatchId, fees(count, charged, spoiled)),
      await file('summary', clearingBatchId, [
        summaryHead,
        `${clearingBatchId},2026-11-24,${currency},PAYMENT,${count},${gross},${charged},${net},C`,
        '<END>',
      ]),
    ],
    settlement: await file('settlement', settlementBatchId, [
      'settlementBatchId,participantId,participantAgreementId,settlementCurrency,settlementAmountValue,fundDirection,' +
        'settlementDate,valueDate',
      `${settlementBatchId},${participant},${agreement},${currency},${net},C,2026-11-26,2026-11-26`,
      '',
      'clearingBatchId,clearingDate,netSettlementAmountValue,fundDirection',
      `${clearingBatchId},2026-11-24,${net},C`,
      '<END>',
    ]),
    statement: await write(join(folder, 'statement.sta'), [
      ...[
        ':20:1',
        `:25:${account}`,
        ':28C:1/1',
        ':60F:C261125EUR0,00',
        `:61:2611261126C${euros}NTRF${settlementBatchId}//1`,
      ],
      ...[`:86:${settlementBatchId}`, `:62F:C261126EUR${euros}`, '-'],
    ]),
    planted: new Set([...spoiled].map(([n, spoiling]) => `${spoiling} ${foundUnder(n, spoiling)}`)),
  }
}
