import type { Texts } from './en.ts'

export const zhCn: Texts = {
  endings: {
    paid: { heading: '付款成功', says: '您的钱包已确认付款，无需再付。' },
    declined: { heading: '付款未完成', says: '您的钱包拒绝了这笔付款，未扣款。请换一个钱包再试。' },
    noBalance: { heading: '余额不足', says: '您的钱包余额不足，未扣款。请充值，或换一个钱包再试。' },
    expired: { heading: '付款已超时', says: '如果您的钱包显示已付款，请保留此页面：款项会入账或退回。' },
    cancelled: { heading: '付款已取消', says: '您无需付款。如果您的钱包显示已付款，款项会退回您的钱包。' },
  },
}
