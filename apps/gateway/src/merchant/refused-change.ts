/** Why a merchant is not changed: by what was given, named as an option of the command line, or by how things stand. */
export class RefusedChange extends Error {
  readonly says: string
  /** The field that is to blame, as a form calls it: `feeFixed` for `--fee-fixed`. */
  readonly field: string | undefined

  constructor(says: string, option?: string) {
    super(option === undefined ? says : `${option}: ${says}`)
    this.says = says
    this.field = option?.replace(/^--/, '').replaceAll(/-(\w)/g, (_all, letter: string) => letter.toUpperCase())
  }
}
