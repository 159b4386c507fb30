/**
 * Everything that is said to be wrong with a report or with a row of it, `{}` for what varies: who puts it into another language
 * finds it all here. What is not here does not compile.
 */
export const reportFaults = [
  'it is empty',
  'neither its header nor its name says which report it is',
  'neither a row nor its name says of which batch it is',
  'the column {} is missing in the {} of {}',
  'the column {} is there twice in the {} of {}',
  'it is truncated: {} has totals and details',
  'it is truncated: it has {} rows, and no end',
  'it is truncated: it has {} rows of {}, and no end',
  'its totals cannot be read: {} {}',
  'has {} cells, its header {}',
  'has a quote that does not end',
  'stands behind {}',
  'is empty',
  '"{}" is not a text of 1 to 256 characters',
  '"{}" is not a whole number',
  '"{}" is not a whole number of the smallest unit',
  '"{}" is not a currency',
  '"{}" is not a time with its offset',
  '"{}" is not a day',
  '"{}" is not one of {}',
  '"{}" is neither C nor D',
  `"{}" is another than the file's, {}`,
] as const

type Filled<Text extends string> = Text extends `${infer Before}{}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Text

/** Something that is wrong with a report, in words. */
export type ReportFault = Filled<(typeof reportFaults)[number]>
