import { shareText } from '../ui/share-text.ts'
import type { overviewTexts as en } from './texts-en.ts'

const number = (n: number): string => n.toLocaleString('zh')

const long = (seconds: number): string => {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)]
  if (minutes === 0) return `${Math.round(seconds)} 秒`
  return rest === 0 ? `${minutes} 分钟` : `${minutes} 分 ${rest} 秒`
}

const ago = (seconds: number): string => {
  if (seconds < 120) return `${number(seconds)} 秒前`
  return seconds < 7_200
    ? `${number(Math.round(seconds / 60))} 分钟前`
    : `${number(Math.round(seconds / 3_600))} 小时前`
}

export const overviewTexts: typeof en = {
  attention: '需要处理',
  quiet: '目前没有需要处理的事项。',
  waiting: (n) => (n === 0 ? '没有待您处理的事项' : `${number(n)} 项待您处理`),
  needs: {
    oldBreaks: (n) => `${number(n)} 个超过 3 天的差异`,
    overdueMoney: (n) => `${number(n)} 笔结算款逾期未到账`,
    failingWebhooks: (n) => `${number(n)} 个 Webhook 端点发送失败`,
    openBreaks: (n) => `${number(n)} 个未解决的差异`,
    overdueExceptions: (n) => `${number(n)} 个逾期的异常`,
    openExceptions: (n) => `${number(n)} 个未解决的异常`,
    unknownOutcomes: (n) => `${number(n)} 个结果未知`,
    openDisputes: (n) => `${number(n)} 个待回复的争议`,
    refundsToDecide: (n) => `${number(n)} 笔待审批的退款`,
    remittancesToDecide: (n) => `${number(n)} 笔待审批的打款`,
  },
  ago,
  checked: (n, seconds, broken) => `${number(n)} 条不变量，${ago(seconds)}核对，${number(broken)} 条不成立。`,
  notChecked: '不变量将在一分钟内核对。',
  range: '天数',
  ranges: { '1': '今天', '7': '7 天', '30': '30 天', '90': '90 天' },
  daysAre: '日期和小时按账簿时区（Europe/Amsterdam）计算。',
  countedAt: (at) => `统计截至 ${at}。`,
  showTables: '展开所有表格',
  hideTables: '收起所有表格',
  table: '以表格显示',
  csv: 'CSV',
  count: '支付笔数',
  share: '占比',
  amount: '已收款金额',
  day: '日期',
  underWay: '在途资金',
  noMoney: '没有在途资金。',
  underWaySays: 'Alipay+ 向我方付款后，已收款的资金变为可用，随后打款给商户。',
  accounts: {
    pending: '已收款待结算',
    available: '可用',
    reserve: '保证金',
    remittance_in_transit: '打款中',
    remitted: '这些天已打款',
  },
  today: '今日各小时',
  noneToday: '今天没有新的支付。',
  noHourYet: '今天还没有满一个小时。',
  todaySays: (captured, until) => `截至 ${until} 已收款 ${number(captured)} 笔。`,
  todayAlone: (captured, until, weekday) => `截至 ${until} 已收款 ${number(captured)} 笔。此前没有${weekday}可供比较。`,
  usualBy: (weekday, weeks, median, range) =>
    weeks === 1
      ? `上个${weekday}同一时刻为 ${median} 笔。`
      : `此前 ${weeks} 个${weekday}同一时刻多为 ${range} 笔，居中 ${median} 笔。`,
  less: '低于平常。',
  more: '高于平常。',
  asUsual: '与平常相当。',
  usual: '平常',
  usualFor: (weekday) => `${weekday}的平常水平`,
  band: '多数（10–90 %）',
  hour: '小时',
  difference: '差值',
  bar: '构成',
  volume: '交易量',
  volumeSays: (captured, created) =>
    created === 0 ? '这些天没有新的支付。' : `${number(created)} 笔支付中 ${shareText(captured / created)} 已收款。`,
  capturedSays: (amount, captured) => `${number(captured)} 笔支付共收款 ${amount}。`,
  created: '已创建',
  captured: '已收款',
  notCaptured: '已创建，未收款',
  funnel: '从创建到到账',
  funnelSays: (paid, captured) =>
    captured === 0 ? '都没有收款。' : `已收款的 ${number(captured)} 笔支付中，${number(paid)} 笔已到账。`,
  step: '步骤',
  steps: { created: '已创建', sent: '已转到钱包页面', captured: '已收款', paid: '已到账且未退款' },
  ofBefore: '占上一步',
  now: '目前状态',
  wallets: '按钱包',
  walletsSay: (wallet, share) => `${wallet} 占已收款的 ${shareText(share)}，居首位。`,
  nothingCaptured: '这些天没有收款。',
  unknownWallet: '未知',
  others: '其他',
  countries: '按钱包所在国家或地区',
  country: '国家或地区',
  captureTime: '从创建到收款的时间',
  captureSays: (median, p95) => `半数在约 ${long(median)}内收款，95 % 在约 ${long(p95)}内。`,
  time: '时间',
  under: (seconds) => `不到 ${long(seconds)}`,
  fromTo: (from, to) => `${long(from)}至 ${long(to)}`,
  over: (seconds) => `${long(seconds)}及以上`,
}
