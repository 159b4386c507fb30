import { escapeText } from '@silkgate/page'
import type { Rendered } from './render-markdown.ts'

/** What every page leads to. */
const places: readonly (readonly [string, string])[] = [
  ['/docs', 'Documentation'],
  ['/docs/start/first-payment', 'First payment'],
  ['/docs/reference/api/operations', 'Operations'],
  ['/docs/reference/errors', 'Errors'],
  ['/docs/reference/states', 'States'],
  ['/docs/openapi.json', 'OpenAPI'],
]

const navigation = (path: string): string =>
  places
    .map(([href, name]) => `<li><a href="${href}"${href === path ? ' aria-current="page"' : ''}>${name}</a></li>`)
    .join('')

const onThisPage = ({ sections }: Rendered): string =>
  sections.length < 3
    ? ''
    : `<nav class="contents" aria-label="On this page"><ul>${sections
        .map(({ anchor, text }) => `<li><a href="#${anchor}">${escapeText(text)}</a></li>`)
        .join('')}</ul></nav>`

/** A whole document around a rendered page: one style sheet of our own, no script. */
export const pageOf = (path: string, rendered: Rendered): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(rendered.title)} – silkgate</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<nav aria-label="Documentation"><ul>${navigation(path)}</ul></nav>
</header>
<main id="content" tabindex="-1">
${rendered.html.replace('</h1>\n', () => `</h1>\n${onThisPage(rendered)}`)}
</main>
</body>
</html>
`
