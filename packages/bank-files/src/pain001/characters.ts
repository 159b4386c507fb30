/** What the EPC's set has no letter for, and what is written instead. Source: EPC217-08, German umlauts as German banks do. */
const instead: ReadonlyMap<string, string> = new Map(
  (
    'ä ae ö oe ü ue Ä Ae Ö Oe Ü Ue ß ss ẞ SS æ ae Æ AE ø oe Ø OE œ oe Œ OE ł l Ł L đ d Đ D ð d Ð D þ th Þ TH ' +
    "ı i ħ h Ħ H ŋ n Ŋ N & + _ - ~ - [ ( ] ) { ( } ) \\ / | / ; , ` ' ´ ' ‘ ' ’ ' “ ' ” ' „ ' – - — - € E " +
    'Α A Β V Γ G Δ D Ε E Ζ Z Η I Θ TH Ι I Κ K Λ L Μ M Ν N Ξ X Ο O Π P Ρ R Σ S Τ T Υ Y Φ F Χ CH Ψ PS Ω O ' +
    'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o ' +
    'А A Б B В V Г G Д D Е E Ж ZH З Z И I Й Y К K Л L М M Н N О O П P Р R С S Т T У U Ф F Х H Ц TS ' +
    'Ч CH Ш SH Щ SHT Ъ A Ь Y Ю YU Я YA ч ch ш sh щ sht ъ a ь y ю yu я ya ' +
    'а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts'
  )
    .split(' ')
    .flatMap((each, index, all) => (index % 2 === 0 ? [[each, all[index + 1] ?? ''] as const] : [])),
)

const allowed = /^[A-Za-z0-9/?:().,'+ -]$/

const inSepa = (character: string): string => {
  if (allowed.test(character)) return character
  const replaced = instead.get(character)
  if (replaced !== undefined) return replaced
  const bare = character.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return bare === character ? '.' : [...bare].map(inSepa).join('')
}

/** On one line, without what XML or a bank's screen cannot show, and no longer than `most` characters. */
const fit = (text: string, most: number): string => {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}\ufffe\uffff]+/gu, ' ')
    .trim()
  return [...line].slice(0, most).join('').trim()
}

/** A text in SEPA's letters; what has none becomes a full stop. Empty where nothing but full stops would be left. */
export const sepaText = (text: string, most: number): string => {
  const letters = [...fit(text.normalize('NFC'), text.length)].map(inSepa).join('')
  return /[A-Za-z0-9]/.test(letters) ? fit(letters, most) : ''
}

/** A text in its own letters. */
export const plainText = fit

/** Why a text is no reference; undefined where it is one. Source: the EPC's implementation guidelines. */
export const referenceFault = (text: string) => {
  if (text.length === 0 || text.length > 35) return `has ${text.length} characters, 1 to 35 are allowed` as const
  if (![...text].every((character) => allowed.test(character))) {
    return "has other characters than a-z A-Z 0-9 / - ? : ( ) . , ' + and blank" as const
  }
  if (text.startsWith('/') || text.endsWith('/') || text.includes('//')) {
    return 'begins or ends with "/", or has "//" in it' as const
  }
  return text.trim() === text ? undefined : ('begins or ends with a blank' as const)
}

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
