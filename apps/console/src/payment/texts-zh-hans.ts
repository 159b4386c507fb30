import type * as en from './texts-en.ts'

export const onePaymentTexts: typeof en.onePaymentTexts = {
  where: {
    created: () => '没有资金流动：付款人尚未转到钱包。',
    waiting_for_shopper: ({ until }) => `尚无资金流动：付款人可在 ${until} 前付款。`,
    unknown: ({ until }) => `尚不清楚付款人是否已付款。我们会继续询问，下次询问：${until}。`,
    rejected: () => '没有资金流动：支付被拒绝。',
    cancelled: () => '没有资金流动：支付已取消。',
    late: ({ amount }) => `${amount} 在订单结束后到达，将退还付款人。`,
    refunded: ({ amount }) => `${amount} 已退还付款人。`,
    expected_in_file: ({ amount, day, isOverdue }) =>
      isOverdue
        ? `${amount} 已收款。${day} 的文件本应包含它：逾期。`
        : `${amount} 已收款，预计出现在 ${day} 的文件中。`,
    in_doubt: ({ amount }) => `${amount} 存疑：Alipay+ 的报表与我方账簿不一致。`,
    cleared: ({ amount, day, isOverdue }) =>
      isOverdue ? `${amount} 在清算批次中，应于 ${day} 到账：逾期。` : `${amount} 在清算批次中，预计 ${day} 到账。`,
    announced: ({ amount, day, isOverdue }) =>
      isOverdue ? `${amount} 在结算批次中，应于 ${day} 到账：逾期。` : `${amount} 在结算批次中，预计 ${day} 到账。`,
    available: ({ amount }) => `${amount} 已到我方银行账户，可用于下一次打款。`,
    remittance_waits: ({ amount, remittanceId }) => `${amount} 在打款 ${remittanceId} 中，等待第二人审批。`,
    remittance_next: ({ amount, remittanceId }) => `${amount} 在打款 ${remittanceId} 中，即将发往银行。`,
    remittance_sent: ({ amount, remittanceId }) => `${amount} 在打款 ${remittanceId} 中，正在汇往商户的银行。`,
    remitted: ({ amount, remittanceId, day }) => `${amount} 已于 ${day} 随打款 ${remittanceId} 到达商户的银行。`,
  },
  inTheWay: (since, owner) => `自 ${since} 起有差异未解决，${owner === undefined ? '无人负责' : `负责人 ${owner}`}。`,
  partRefunded: '部分退款',
  disputed: '有争议',
  look: '查看',
  notes: '备注',
  noNotes: '没有备注。',
  internal: '商户不可见',
  addNote: '添加备注…',
  keepNote: '保存备注',
  note: '备注',
  messages: '与 Alipay+ 的消息',
  noMessages: '还没有消息。',
  request: '请求',
  answer: '答复',
  webhooks: 'Webhook',
  noWebhooks: '尚未通知商户。',
  noEndpoint: '没有端点订阅它。',
  sentBody: '发送内容',
  attempts: (n) => `${n} 次尝试`,
  delivery: {
    pending: (next) => (next === undefined ? '等待中' : `重试中，下次 ${next}`),
    delivered: () => '已送达',
    given_up: () => '已放弃',
  },
  replay: (type) => `重发 ${type}`,
  replaySays: '将以相同的内容和编号再次发送到所有订阅的端点。',
  replayed: '正在重发。',
}

export const paymentListTexts: typeof en.paymentListTexts = {
  all: '全部',
  unknown: '结果未知',
  notSettled: '已收款未结算',
  refundedThisMonth: '本月退款',
  least: '金额从',
  most: '金额到',
  more: '更多筛选',
  columns: '列',
  export: '导出 CSV',
  counting: '计数中…',
  count: (n) => `${n.toLocaleString('en')} 笔支付`,
  moreThan: (n) => `超过 ${n.toLocaleString('en')} 笔支付。`,
  countAll: '全部计数',
}

export const viewTexts: typeof en.viewTexts = {
  name: '视图',
  keep: '保存此视图…',
  keepIt: '保存',
  called: '名称',
  remove: (name) => `删除视图 ${name}`,
}

export const personalDataTexts: typeof en.personalDataTexts = {
  name: '个人数据',
  look: '显示个人数据',
  isLogged: '您的查看会记入审计日志。',
  nothing: '没有关于付款人的数据。',
  customer: '客户',
  device: '浏览器',
  country: '国家',
  descriptor: '账单显示',
  returnUrl: '返回地址',
  erase: '删除个人数据',
  erased: '已删除。',
  eraseSays: '付款人的信息将被永久删除，包括报文、备注、退款和证据中的内容。金额、时间和编号保留，账目不受影响。',
  reference: '请求编号',
  referenceHint: '会记入审计日志：请勿填写姓名。',
  ending: '支付编号的最后六位',
  endingHint: (id) => `用于确认：${id}`,
  access: '谁对这笔支付做了什么',
  nobody: '暂无。',
  wholeTrail: '完整记录（含变更前后）',
  operations: {
    'personalData.get': '查看了个人数据',
    'personalData.erase': '删除了个人数据',
    'privacy erase': '删除了个人数据',
    'payments.note': '写了备注',
    'refunds.ask': '申请了退款',
  },
}
