import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { html } from './html.ts'

describe('a page is written', () => {
  test('with everything escaped that is not HTML already', () => {
    assert.equal(
      html`<p title="${`"'><&`}">${'<script>'}${[html`<b>${'a & b'}</b>`, 'c < d']}</p>`.text,
      '<p title="&quot;&#39;&gt;&lt;&amp;">&lt;script&gt;<b>a &amp; b</b>c &lt; d</p>',
    )
  })

  test('without what is absent, and with zero', () => {
    assert.equal(html`${undefined}${false}${0}${0n}${''}${[]}`.text, '00')
  })

  test('so that no text can open a tag or leave an attribute', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.doesNotMatch(html`${text}`.text, /[<>"']/)))
  })
})
