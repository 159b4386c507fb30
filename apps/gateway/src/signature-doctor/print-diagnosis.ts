import type { Diagnosis, Finding } from './diagnosis.ts'

export type Style = (style: 'bold' | 'red' | 'green' | 'yellow' | 'dim', text: string) => string

const width = 80

/** Words on lines of at most 80 columns, the later ones indented. */
const fold = (text: string, indent: number, first = indent): string => {
  const lines: string[] = []
  let line = ''
  const room = () => width - (lines.length === 0 ? first : indent)
  for (const word of text.split(' ')) {
    if (line !== '' && [...line].length + 1 + [...word].length > room()) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`)
}

/** A line of the string-to-sign, cut at the edge of the terminal: nothing is added to what must be compared. */
const wrap = (text: string, indent: number): string => {
  const characters = [...text]
  const parts: string[] = []
  do parts.push(characters.splice(0, width - indent).join(''))
  while (characters.length > 0)
  return parts.join(`\n${' '.repeat(indent)}`)
}

const label = (name: string, text: string, style: Style): string =>
  `  ${style('dim', name.padEnd(12))}${fold(text, 14)}`

const printFinding = (finding: Finding, number: number, style: Style): string => {
  const { certainty, says, lines = [], looksLike, remedy } = finding
  const sure = certainty === 'certain' ? '' : `${certainty[0]?.toUpperCase()}${certainty.slice(1)}: `
  const compared = lines.flatMap(({ line, expected, signed }) => [
    `  ${style('bold', line)}`,
    `    ${style('green', 'expected  ')}${wrap(expected ?? '(no such line)', 14)}`,
    `    ${style('red', 'found     ')}${wrap(signed ?? '(no such line)', 14)}`,
  ])
  return [
    style('bold', fold(`${number}. ${sure}${says}`, 3, 0)),
    '',
    ...compared,
    ...(compared.length === 0 ? [] : ['']),
    ...(looksLike === undefined ? [] : [label('looks like', looksLike, style)]),
    label('what to do', remedy, style),
    label('habit', finding.habit, style),
  ].join('\n')
}

const printStringToSign = ({ stringToSign = [], alsoAccepted = [] }: Diagnosis, style: Style): string[] => {
  if (stringToSign.length === 0) return []
  const also = alsoAccepted.length === 0 ? [] : ['', '  or, in place of the last line:', '']
  return [
    [
      style('bold', 'This is to be signed for this request (␊ is a line feed):'),
      '',
      ...stringToSign.map((line) => `  ${wrap(line, 2)}`),
      ...also,
      ...alsoAccepted.map((line) => `  ${wrap(line, 2)}`),
    ].join('\n'),
  ]
}

/** A diagnosis for people, on 80 columns. */
export const printDiagnosis = (diagnosis: Diagnosis, style: Style): string => {
  const { verdict, says, keyId, client, findings } = diagnosis
  const mark = { right: style('green', '✔'), explained: style('red', '✘'), unexplained: style('yellow', '?') }[verdict]
  const about = [...(keyId ? [label('key', keyId, style)] : []), ...(client ? [label('client', client, style)] : [])]
  return [
    `${mark} ${style('bold', fold(says, 2))}`,
    ...(about.length === 0 ? [] : [about.join('\n')]),
    ...findings.map((finding, index) => printFinding(finding, index + 1, style)),
    ...printStringToSign(diagnosis, style),
  ].join('\n\n')
}
