import type { Texts } from './en.ts'

export const zhHk: Texts = {
  endings: {
    paid: { heading: '付款成功', says: '您的錢包已確認付款，毋須再付。' },
    declined: { heading: '付款未完成', says: '您的錢包拒絕了這筆付款，未有扣款。請改用另一個錢包再試。' },
    noBalance: { heading: '餘額不足', says: '您的錢包餘額不足，未有扣款。請增值，或改用另一個錢包再試。' },
    expired: { heading: '付款已逾時', says: '如果您的錢包顯示已付款，請保留此頁面：款項會入帳或退回。' },
    cancelled: { heading: '付款已取消', says: '您毋須付款。如果您的錢包顯示已付款，款項會退回您的錢包。' },
  },
}
