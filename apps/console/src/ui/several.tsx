import { useFilter } from './filters.tsx'

type Needs = {
  readonly part: string
  readonly name: string
  readonly words: Readonly<Record<string, string>>
  /** What stands there where nothing is chosen. */
  readonly any: string
  /** What is chosen where the address says nothing. */
  readonly unsaid?: readonly string[]
}

/** Several of some words, folded under what is chosen; in the address they are separated by commas. */
export const SeveralFilter = ({ part, name, words, any, unsaid = [] }: Needs) => {
  const { search, change } = useFilter()
  const chosen = search[part]?.split(',') ?? unsaid
  const toggle = (word: string) => {
    const next = Object.keys(words).filter((one) => chosen.includes(one) !== (one === word))
    change({ [part]: next.join() === unsaid.join() ? undefined : next.join() })
  }
  return (
    <details
      className="several"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) currentTarget.open = false
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') currentTarget.open = false
      }}
    >
      <summary>
        {search[part] === undefined && unsaid.length > 0
          ? name
          : `${name}: ${chosen.length === 0 ? any : chosen.map((word) => words[word] ?? word).join(', ')}`}
      </summary>
      <fieldset aria-label={name} tabIndex={-1}>
        {Object.entries(words).map(([word, says]) => (
          <label key={word} className="choice">
            <input type="checkbox" checked={chosen.includes(word)} onChange={() => toggle(word)} />
            {says}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
