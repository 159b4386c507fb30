import assert from 'node:assert/strict'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { describe, test } from 'node:test'
import { guardedLookup, isPublicAddress, refusalOfUrl } from './address-guard.ts'

const publicAddresses = [
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '2a00:1450:400e:80f::200e',
  '::ffff:8.8.8.8',
]

const special: Readonly<Record<string, readonly string[]>> = {
  'this network': ['0.0.0.0', '0.1.2.3'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fd12:3456::1'],
  'link-local, where clouds keep their secrets': [
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    'febf::1',
    'fe80::1%eth0',
  ],
  'shared by carriers': ['100.64.0.1', '100.127.255.255'],
  'reserved and for documentation': [
    '192.0.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '240.0.0.1',
    '2001:db8::1',
    '3fff::1',
  ],
  benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  broadcast: ['255.255.255.255'],
  unspecified: ['::'],
  'IPv4 inside IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '::7f00:1',
    '::ffff:0:127.0.0.1',
  ],
  translated: ['64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2001::1', '192.88.99.1'],
  'of no use on the internet': ['fec0::1', '100::1', '5f00::1', '4000::1', 'fe00::1', '2001:10::1', '2001:20::1'],
}

describe('an address', () => {
  for (const address of publicAddresses) {
    test(`${address} is public`, () => assert.ok(isPublicAddress(address)))
  }

  for (const [what, addresses] of Object.entries(special)) {
    test(`${what}: is not public`, () => {
      for (const address of addresses) assert.equal(isPublicAddress(address), false, address)
    })
  }

  test('that is none is not public', () => {
    for (const text of ['', 'localhost', 'example.com', '1.2.3.4.5', '256.1.1.1', ':::', '8.8.8.8/32', '8.8.8.8 ']) {
      assert.equal(isPublicAddress(text), false, text)
    }
  })
})

describe('a webhook URL in production', () => {
  test('is https to a name or a public address', () => {
    for (const url of [
      'https://shop.example/webhooks?a=b',
      'https://shop.example:8443/',
      'https://8.8.8.8/',
      'https://[2606:4700:4700::1111]/',
    ]) {
      assert.equal(refusalOfUrl(url, false), undefined, url)
    }
  })

  test('is no other protocol', () => {
    for (const url of ['http://shop.example/', 'ftp://shop.example/', 'file:///etc/passwd', 'javascript:alert(1)']) {
      assert.match(refusalOfUrl(url, false) ?? '', /must use https/, url)
    }
  })

  test('is absolute', () => {
    for (const url of ['', 'shop.example/webhooks', '/webhooks', 'https://', 'https://256.256.256.256/']) {
      assert.match(refusalOfUrl(url, false) ?? '', /not an absolute URL/, url)
    }
  })

  test('carries no user name and no password', () => {
    for (const url of [
      'https://user:secret@shop.example/',
      'https://user@shop.example/',
      'https://:secret@shop.example/',
    ]) {
      assert.match(refusalOfUrl(url, false) ?? '', /no user name or password/, url)
    }
  })

  test('leads to no private network, in whatever form its address is written', () => {
    for (const host of [
      '127.0.0.1',
      '127.0.0.1.',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0177.0.0.1',
      '017700000001',
      '１２７.0.0.1',
      '0',
      '0.0.0.0',
      '169.254.169.254',
      '2852039166',
      '10.0.0.1',
      '[::1]',
      '[::]',
      '[0:0:0:0:0:0:0:1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[fe80::1]',
      '[fd00::1]',
    ]) {
      assert.match(refusalOfUrl(`https://${host}/hook`, false) ?? '', /private network/, host)
    }
  })
})

test('a webhook URL in the sandbox may be plain http and loopback', () => {
  for (const url of [
    'http://127.0.0.1:8090/shop/webhooks',
    'http://localhost/',
    'https://[::1]/',
    'https://10.0.0.1/',
  ]) {
    assert.equal(refusalOfUrl(url, true), undefined, url)
  }
  assert.match(refusalOfUrl('ftp://127.0.0.1/', true) ?? '', /must use https/)
})

describe('a name, when it is connected to', () => {
  const lookUp = (hostname: string, options: LookupOptions) =>
    new Promise<string | LookupAddress[]>((resolve, reject) =>
      guardedLookup(hostname, options, (error, address) => (error === null ? resolve(address) : reject(error))),
    )

  test('is refused when it leads to loopback, whichever way it is asked', async () => {
    for (const options of [{}, { all: true }, { family: 4 }, { all: true, family: 4 }]) {
      await assert.rejects(lookUp('localhost', options), /address refused: localhost leads to (127\.|::1)/)
    }
  })

  test('is refused when it is an address in disguise', async () => {
    for (const address of ['127.0.0.1', '::1', '10.0.0.1', '169.254.169.254']) {
      await assert.rejects(lookUp(address, { all: true }), /address refused/, address)
    }
  })

  test('passes when it leads to public addresses alone', async () => {
    assert.equal(await lookUp('8.8.8.8', {}), '8.8.8.8')
    assert.deepEqual(await lookUp('8.8.8.8', { all: true }), [{ address: '8.8.8.8', family: 4 }])
  })
})
