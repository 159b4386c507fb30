import { escapeText } from '@silkgate/page'
import { Marked, Renderer, type Tokens } from 'marked'
import { type Entry, resolveLink } from './library.ts'

/** A heading as GitHub links to it. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')

export type Rendered = {
  readonly title: string
  /** The headings under the title, for a list of what is on the page. */
  readonly sections: readonly { readonly anchor: string; readonly text: string }[]
  readonly html: string
}

const isOutside = (href: string): boolean => /^https?:\/\//.test(href)

/** A part that may be wider than the window: it is scrolled by itself, by keyboard too, and has a name of its own. */
const wide = (name: string, html: string): string =>
  `<div class="wide" role="region" aria-label="${escapeText(name)}" tabindex="0">${html}</div>\n`

const rendererFor = (entry: Entry, sections: { anchor: string; text: string }[]) => {
  const plain = Renderer.prototype
  const counted = { table: 0, code: 0 }
  const nameOf = (kind: 'table' | 'code', word: string): string => {
    counted[kind]++
    return `${word} ${counted[kind]}${sections.length === 0 ? '' : `: ${sections.at(-1)?.text}`}`
  }
  return {
    // Raw HTML is shown as what it is, but for comments, which nobody should see.
    html: ({ text }: Tokens.HTML | Tokens.Tag): string => (/^\s*<!--/.test(text) ? '' : escapeText(text)),
    heading(this: Renderer, token: Tokens.Heading): string {
      const text = this.parser.parseInline(token.tokens, this.parser.textRenderer)
      const anchor = anchorOf(text)
      if (token.depth === 2) sections.push({ anchor, text })
      const inner = this.parser.parseInline(token.tokens)
      return `<h${token.depth} id="${anchor}">${inner}</h${token.depth}>\n`
    },
    link(this: Renderer, { href, tokens }: Tokens.Link): string {
      const inner = this.parser.parseInline(tokens)
      const target = href.startsWith('#') || isOutside(href) ? href : resolveLink(entry, href)
      return target === undefined ? inner : `<a href="${escapeText(target)}">${inner}</a>`
    },
    image({ href, text }: Tokens.Image): string {
      const target = isOutside(href) ? undefined : resolveLink(entry, href)
      return target === undefined ? escapeText(text) : `<img src="${escapeText(target)}" alt="${escapeText(text)}">`
    },
    table(this: Renderer, token: Tokens.Table): string {
      return wide(nameOf('table', 'Table'), plain.table.call(this, token))
    },
    code(this: Renderer, token: Tokens.Code): string {
      const block = wide(nameOf('code', 'Code'), `<pre><code>${escapeText(token.text)}</code></pre>`)
      return token.lang === 'mermaid' ? `<details><summary>As a Mermaid diagram</summary>${block}</details>\n` : block
    },
  }
}

/** A page of the library as HTML: links lead within the library, raw HTML is escaped, whatever may be wide scrolls by itself. */
export const renderMarkdown = (entry: Entry, text: string): Rendered => {
  const sections: { anchor: string; text: string }[] = []
  const marked = new Marked({ renderer: rendererFor(entry, sections), async: false })
  const html = marked.parse(text, { async: false })
  const [, title = entry.path] = /^# (.+)$/m.exec(text) ?? []
  return { title: title.replaceAll('`', ''), sections, html }
}
