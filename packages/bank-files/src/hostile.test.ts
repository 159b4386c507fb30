import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RefusalReason } from './index.ts'
import { ofKind, read, sample, writeCamt, writeMt940 } from './testing.ts'

const namespace = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'
const whole = writeCamt([{ opening: 0n, entries: [] }])
const rest = whole.slice(whole.indexOf('?>') + 2)
const within = (more: string): string => whole.replace('<Id>S0</Id>', `<Id>S0</Id>${more}`)
const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const mebi = 1024 * 1024

const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')

const hostile: Readonly<Record<string, readonly [RefusalReason, string | Uint8Array]>> = {
  'an external entity': [
    'doctype',
    `<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rest.replace('S0', '&x;')}`,
  ],
  'a billion laughs': [
    'doctype',
    `<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY l0 "ha">${laughs}]>${rest.replace('S0', '&l9;')}`,
  ],
  'a document type that is fetched': ['doctype', `<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd">${rest}`],
  'a document type without an end': ['too_long', `<!DOCTYPE Document [${'<!-- -->'.repeat(mebi / 4)}`],
  'an entity that nobody defined': ['malformed', within('&x;')],
  'elements deep in each other': ['too_deep', within('<a>'.repeat(100_000))],
  'a huge text': ['too_long', within(`<AddtlStmtInf>${'a'.repeat(2 * mebi)}</AddtlStmtInf>`)],
  'a huge text in pieces': ['too_long', within(`<a>${'a<!-- -->'.repeat(2 * mebi)}</a>`)],
  'a huge attribute': ['too_long', within(`<a b="${'c'.repeat(2 * mebi)}"/>`)],
  'a huge name': ['too_long', within(`<${'a'.repeat(2 * mebi)}/>`)],
  'a huge comment': ['too_long', within(`<!--${'a'.repeat(2 * mebi)}-->`)],
  'thousands of attributes': [
    'too_large',
    within(`<a ${Array.from({ length: 9999 }, (_, at) => `b${at}=""`).join(' ')}/>`),
  ],
  'an element twenty times too large': ['too_large', within(`<a>${`<b>${'c'.repeat(mebi / 2)}</b>`.repeat(40)}</a>`)],
  'a million elements in a header': ['too_large', within('<a/>'.repeat(mebi))],
  'a null byte': ['malformed', within('\0')],
  'a null byte by its number': ['malformed', within('&#0;')],
  'a null byte in MT940': ['malformed', writeMt940([{ opening: 0n, entries: [] }]).replace('S0', 'S\0')],
  'a line without end in MT940': ['too_long', `:20:X\n:86:${'a'.repeat(2 * mebi)}`],
  'a field without end in MT940': ['too_long', `:20:X\n:86:${'aaaaaaaaaaaaaaa\n'.repeat(mebi / 8)}`],
  'nothing but lines': ['unknown_format', 'hello\n'.repeat(100_000)],
  'Latin-1 that says it is UTF-8': ['encoding', latin(whole.replace('S0', 'Sé'))],
  'UTF-16 that says it is UTF-8': ['encoding', Buffer.from(`\ufeff${whole}`, 'utf16le')],
  'UTF-8 that says it is UTF-16': ['encoding', whole.replace('UTF-8', 'UTF-16')],
  'an encoding that hides characters': ['encoding', whole.replace('UTF-8', 'UTF-7')],
  'an encoding that nobody has': ['encoding', whole.replace('UTF-8', 'x-user-defined')],
  'a mark of UTF-8 on Latin-1': ['encoding', `\ufeff${whole.replace('UTF-8', 'ISO-8859-1')}`],
  'another root': ['wrong_root', '<html><body/></html>'],
  'another message': ['wrong_root', whole.replace(namespace, 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09')],
  'no namespace': ['wrong_root', whole.replace(` xmlns="${namespace}"`, '')],
  'a version that is too old': ['unknown_format', whole.replace('053.001.08', '053.001.01')],
  'the root of another message': ['wrong_root', whole.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt')],
  'two roots': ['malformed', `${whole}${rest}`],
  'tags that cross': ['malformed', within('<a><b></a></b>')],
  'an attribute twice': ['malformed', within('<a b="1" b="2"/>')],
  'a statement of no account': ['incomplete', whole.replace(/<Acct>.*<\/Acct>/, '')],
  'a statement without an id': ['incomplete', whole.replace('<Id>S0</Id>', '')],
  'an MT940 of no account': ['incomplete', writeMt940([{ opening: 0n, entries: [] }]).replace(/:25:.*\n/, '')],
  'an empty file': ['empty', ''],
  'a picture': ['unknown_format', Buffer.from('89504e470d0a1a0a', 'hex')],
}

describe('refused, and said why:', () => {
  for (const [name, [reason, file]] of Object.entries(hostile)) {
    test(name, async () => {
      const { refused, message } = await read(file)
      assert.equal(refused, reason, message)
      assert.match(message ?? '', /\(line \d+, column \d+/)
    })
  }

  test('a file that is larger than the caller takes', async () => {
    assert.equal((await read(sample('camt.053.001.08.xml'), { maxBytes: 1000 })).refused, 'too_large')
    assert.equal((await read(sample('mt940.german.sta'), { maxBytes: 100 })).refused, 'too_large')
  })

  test('an entry of more payments than the caller takes', async () => {
    assert.equal((await read(sample('camt.053.001.08.xml'), { maxTransactions: 1 })).refused, 'too_large')
    assert.equal((await read(sample('camt.053.001.08.xml'), { maxTransactions: 2 })).refused, undefined)
  })
})

describe('read, because XML means the same:', () => {
  const same = async (file: string | Uint8Array) => {
    const { records, refused, message } = await read(file)
    assert.equal(refused, undefined, message)
    return ofKind(records, 'statement_end').map(({ verdict, statement }) => [verdict, statement.id])
  }
  test('a prefix for the namespace', async () => {
    const prefixed = whole.replace(/<(\/?)([A-Z])/g, '<$1c:$2').replace('xmlns=', 'xmlns:c=')
    assert.deepEqual(await same(prefixed), [['adds_up', 'S0']])
  })
  test('a mark of UTF-8, and no declaration', async () => {
    assert.deepEqual(await same(`\ufeff${rest.trimStart()}`), [['adds_up', 'S0']])
  })
  test('Latin-1 that says so', async () => {
    const file = latin(whole.replace('UTF-8', 'iso-8859-1').replace('S0', 'Sé'))
    assert.deepEqual(await same(file), [['adds_up', 'Sé']])
  })
  test('CDATA, references by number, comments and blanks', async () => {
    assert.deepEqual(await same(whole.replace('S0', ' <![CDATA[S]]><!-- & -->&#48;\n')), [['adds_up', 'S0']])
  })
  test('elements of another namespace are passed over', async () => {
    assert.deepEqual(await same(within('<x:Acct xmlns:x="urn:x"><x:Id/></x:Acct>')), [['adds_up', 'S0']])
  })
})
