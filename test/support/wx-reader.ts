import { gunzipSync } from 'node:zlib'

/** A record as shops read it: keys and PaymentData in one, the customer's fields apart. */
export type WxRecord = {
  readonly keys: Readonly<Record<string, string>>
  readonly payment: Readonly<Record<string, string>>
  readonly customer: Readonly<Record<string, string>>
}

export type WxFile = {
  readonly header: Readonly<Record<string, string>>
  readonly records: readonly WxRecord[]
  readonly totals: readonly Readonly<Record<string, string>>[]
  readonly counters: Readonly<Record<string, string>>
  readonly numberOfRecords: string
  /** All names of elements, in their order, each parent before its children. */
  readonly names: readonly string[]
}

const text = (xml: string): string =>
  xml
    .replaceAll(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

const leaves = (xml: string): Record<string, string> =>
  Object.fromEntries([...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, text(value)]))

const inner = (xml: string, name: string): string => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? ''

/** Reads a WX file of version 2.6 as readers for Worldline's do: unpacked, by the names of its elements. */
export const readWx = (packed: Uint8Array): WxFile => {
  const xml = gunzipSync(packed).toString('utf8')
  const body = /<tns:report xmlns:tns="https:\/\/wx\.v2_6\.globalcollect\.com">(.*)<\/tns:report>/s.exec(xml)?.[1]
  if (body === undefined) throw new Error('This is no WX file.')
  const [header = ''] = body.split(/<DataRecord>|<TotalAmount>|<Totals>/, 1)
  return {
    header: leaves(header),
    records: [...body.matchAll(/<DataRecord>(.*?)<\/DataRecord>/gs)].map(([, record = '']) => ({
      keys: leaves(record.split('<PaymentData>', 1)[0] ?? ''),
      payment: leaves(inner(record, 'PaymentData')),
      customer: leaves(inner(record, 'CustomerData')),
    })),
    totals: [...body.matchAll(/<TotalAmount>(.*?)<\/TotalAmount>/gs)].map(([, total = '']) => leaves(total)),
    counters: leaves(inner(body, 'Totals')),
    numberOfRecords: inner(body.slice(body.indexOf('</Totals>')), 'NumberOfRecords'),
    names: [...body.matchAll(/<(\w+)\/?>/g)].map(([, name = '']) => name),
  }
}

/** The id of the payment, or of the refund, as shops put it together from a record. */
export const idOf = ({ keys }: WxRecord): string => {
  const part = (name: string, length: number) => (keys[name] ?? '').padStart(length, '0')
  return part('MerchantID', 10) + part('OrderID', 10) + part('EffortID', 5) + part('AttemptID', 5)
}
