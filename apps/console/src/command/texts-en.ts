/** What can be done by keys alone. */
export const commandTexts = {
  palette: 'Go to anything',
  ask: 'Name of a view, or an id',
  offers: 'What can be chosen',
  nothing: 'Nothing has this name.',
  keys: 'Keyboard shortcuts',
  filter: 'To the first filter',
  export: 'Export what is listed',
  goTo: (view: string) => `Go to ${view}`,
  singleKeys: 'Single keys do something (Ctrl K and ⌘ K always do)',
  close: 'Close',
  payment: (id: string) => `Payment ${id}`,
  refund: (id: string) => `Refund ${id}`,
  remittance: (id: string) => `Remittance ${id}`,
  call: (id: string) => `Request ${id} in the API log`,
  aBreak: (id: string) => `Break ${id}`,
  searchFor: (text: string) => `Search payments for “${text}”`,
}

export type CommandTexts = typeof commandTexts
