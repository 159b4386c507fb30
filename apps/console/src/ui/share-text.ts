const percent = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** A share of one as "96.2 %". */
export const shareText = (share: number): string => percent.format(share).replace('%', ' %')
